import { defaultOracles } from '../../harness/oracles/index.ts'
import { causeOf } from './causes.ts'
import { isPowerLoss } from './conditions.ts'
import { lasting, once } from './outcome.ts'
import { replayOf } from './replay-command.ts'
import type { LibraryResult, Struck } from './results.ts'
import { cell, code, table } from './table.ts'

export function struckTable({ name, struck }: LibraryResult): string {
  return table(
    ['fault', 'tried', 'what came of it', 'violated', 'cause', 'replay'],
    struck.map((row) => [
      row.condition,
      String(row.executions),
      outcomesOf(row),
      violatedOf(row),
      causeText(name, row),
      row.counterexample ? replayOf(row.counterexample) : '',
    ]),
  )
}

/** What came of each place that was struck, as a cell. */
export function outcomesOf(row: Struck): string {
  const outcomes = row.outcomes.map((outcome) => describe(row, outcome))
  return [...outcomes, ...row.problems].map(cell).join('<br>') || 'it has no such step'
}

/** The oracles that are violated, as a cell. */
export function violatedOf({ oracles }: Struck): string {
  return defaultOracles
    .filter((oracle) => oracles[oracle] === 'violated')
    .map(code)
    .join(' ')
}

function describe({ condition }: Struck, { outcome, at }: Struck['outcomes'][number]): string {
  if (isPowerLoss(condition)) return `${at.join(', ')} acknowledged: ${outcome}`
  return `${merged(at).join(', ')}: ${outcome}`
}

/** How long an error lasts is worth a word where it makes a difference. */
function merged(places: readonly string[]): string[] {
  const all = places.map((place) => {
    const bare = place.replace(once, '').replace(lasting, '')
    return places.includes(bare + once) && places.includes(bare + lasting) ? bare : place
  })
  return [...new Set(all)]
}

function causeText(library: string, { condition }: Struck): string {
  const cause = causeOf(library, condition)
  return cause ? `${cause.at.map(({ place }) => code(place)).join(', ')}: ${cause.says}` : ''
}
