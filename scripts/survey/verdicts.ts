import type { OracleName } from '../../harness/model/verdict.ts'
import { defaultOracles } from '../../harness/oracles/index.ts'
import { isPowerLoss } from './conditions.ts'
import type { LibraryResult } from './results.ts'
import { code, table } from './table.ts'

/** What to type into a cell, and what it means. */
export const words = {
  violated: '**violated**',
  fault: '**with a fault**',
  'power loss': '**on power loss**',
  holds: 'holds',
  'not-checked': 'not checked',
} as const

export const legend = [
  `${words.violated}: without any fault`,
  `${words.fault}: only where an error, a short write or a kill had struck`,
  `${words['power loss']}: only on a disk as a power loss may leave it`,
  `${words.holds}: in everything that was run here`,
]

export function verdictTable(libraries: readonly LibraryResult[]): string {
  return table(
    ['library', 'version', ...defaultOracles.map(code)],
    libraries.map((library) => [
      `[${library.name}](../scripts/survey/targets/${library.name}.ts)`,
      library.version,
      ...defaultOracles.map((oracle) => words[verdictOf(library, oracle)]),
    ]),
  )
}

function verdictOf({ exhaustive, sampled, struck }: LibraryResult, oracle: OracleName): keyof typeof words {
  const plain = [exhaustive, sampled].map(({ oracles }) => oracles[oracle])
  if (plain.includes('violated')) return 'violated'
  const violating = struck.filter(({ oracles }) => oracles[oracle] === 'violated')
  if (violating.length > 0)
    return violating.every(({ condition }) => isPowerLoss(condition)) ? 'power loss' : 'fault'
  const all = [...plain, ...struck.map(({ oracles }) => oracles[oracle])]
  return all.includes('holds') ? 'holds' : 'not-checked'
}
