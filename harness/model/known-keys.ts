/**
 * Refuses what would otherwise be ignored, such as a misspelt option.
 *
 * @param where how the message names what was given these options
 * @throws TypeError naming the first key that is none of the known ones.
 */
export function assertKnownKeys(where: string, given: object, known: readonly string[]): void {
  const unknown = Object.keys(given).find((key) => !known.includes(key))
  if (unknown === undefined) return
  throw new TypeError(`${where}: unknown option \`${unknown}\`; expected ${known.join(', ')}`)
}
