/**
 * The name that was most likely meant; null where none is near.
 *
 * @param given what was typed
 * @param names those that there are
 */
export function nearestOf(given: string, names: readonly string[]): string | null {
  const most = Math.min(2, Math.floor(given.length / 3))
  const [best] = names
    .map((name) => ({ name, edits: editsBetween(given, name) }))
    .filter(({ edits }) => edits <= most)
    .toSorted((one, other) => one.edits - other.edits)
  return best?.name ?? null
}

/** `; did you mean …?`, or nothing. */
export function suggestionOf(given: string, names: readonly string[]): string {
  const nearest = nearestOf(given, names)
  return nearest === null ? '' : `; did you mean ${nearest}?`
}

/** How many letters are to be put in, left out, changed, or swapped with the next one (optimal string alignment). */
function editsBetween(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row]
    for (let at = 1; at <= other.length; at += 1) {
      const isSame = one[row - 1] === other[at - 1]
      const isSwapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]
      current[at] = Math.min(
        (last[at] ?? 0) + 1,
        (current[at - 1] ?? 0) + 1,
        (last[at - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (beforeLast[at - 2] ?? 0) + 1 : Infinity,
      )
    }
    beforeLast = last
    last = current
  }
  return last[other.length] ?? 0
}
