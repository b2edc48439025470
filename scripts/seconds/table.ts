import type { Outcome } from './first-violation.ts'

export interface Row {
  readonly name: string
  /** By version, the older one first; null where a version does not have the target, or what it takes. */
  readonly outcomes: readonly (Outcome | null)[]
}

/** A line for each target, and the median of each version over the targets that all of them have. */
export function renderSeconds(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length), 'median of these'.length) + 2
  const versions = rows[0]?.outcomes.length ?? 0
  const heads = versions > 1 ? ['before', 'now'] : ['now']
  const lineOf = (name: string, cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(28))].join('').trimEnd()
  const comparable = rows.filter(({ outcomes }) => outcomes.every((outcome) => outcome?.oracle))
  const medians = heads.map((_, version) =>
    median(comparable.map(({ outcomes }) => outcomes[version]?.seconds ?? 0)).toFixed(1),
  )
  return [
    lineOf('seconds to a violation', heads),
    ...rows.map(({ name, outcomes }) => lineOf(name, outcomes.map(cellOf))),
    lineOf(`median of ${comparable.length}`, medians),
    '',
  ].join('\n')
}

function cellOf(outcome: Outcome | null): string {
  if (!outcome) return 'unknown'
  return `${outcome.oracle ?? 'nothing found'} ${outcome.seconds.toFixed(1)}`
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const [upper = 0, lower = upper] = [sorted[middle], sorted[middle - 1]]
  return sorted.length % 2 === 1 ? upper : (upper + lower) / 2
}
