import { count } from '../../harness/model/count.ts'
import type { OracleName } from '../../harness/model/verdict.ts'
import type { Exploration, StoreResult } from './results.ts'
import { stores } from './stores.ts'
import { cell, code, table } from './table.ts'
import { words } from './verdicts.ts'

/** Those that a target with a specification is asked, as far as anything was run here that they apply to. */
export const storeOracles = [
  'linearizable',
  'parses',
  'reads-whole',
  'no-litter',
  'acknowledged-survives',
  'starts-again',
] as const satisfies readonly OracleName[]

export function storeVerdicts(results: readonly StoreResult[]): string {
  return table(
    ['store', 'version', 'specification', ...storeOracles.map(code)],
    results.map((result) => [
      `[${nameOf(result)}](../scripts/survey/targets/${result.name}.ts)`,
      result.version,
      result.specification,
      ...storeOracles.map((oracle) => words[verdictOf(result, oracle)]),
    ]),
  )
}

export function storeRuns(results: readonly StoreResult[]): string {
  return table(
    ['store', 'a call', 'all orders', 'samples', 'all orders of one that is killed'],
    results.map((result) => [
      nameOf(result),
      code(cell(result.call)),
      ordersOf(result.exhaustive),
      count(result.sampled.executions, 'execution'),
      ordersOf(result.killed),
    ]),
  )
}

/** Of each store, why it came out as it did. */
export function storeCauses(results: readonly StoreResult[]): string {
  return results
    .map((result) => {
      const { at, says } = stores.find(({ name }) => name === result.name)!
      return `- ${nameOf(result)}: ${at.map(({ place }) => code(place)).join(', ')}: ${says}.`
    })
    .join('\n')
}

/** Of `stores/conf`, the name that it has on the page. */
export function nameOf({ name }: Pick<StoreResult, 'name'>): string {
  return name.replace('stores/', '')
}

export function ordersOf({ executions, states }: Exploration): string {
  const done = count(executions, 'execution')
  return states === null ? `${done}, not exhausted` : `${done}, ${states} states: exhausted`
}

function verdictOf({ exhaustive, sampled, killed }: StoreResult, oracle: OracleName): keyof typeof words {
  const plain = [exhaustive.oracles[oracle], sampled.oracles[oracle]]
  if (plain.includes('violated')) return 'violated'
  if (killed.oracles[oracle] === 'violated') return 'fault'
  return [...plain, killed.oracles[oracle]].includes('holds') ? 'holds' : 'not-checked'
}
