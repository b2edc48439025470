import { expect, test } from 'vitest'
import { faultMenu } from '../../harness/faults/index.ts'
import { digestOf } from '../../harness/model/digest.ts'
import type { FaultMenu } from '../../harness/model/strategy.ts'
import { oracles } from '../../harness/oracles/index.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { withOfferedFaults } from '../../harness/strategies/with-offered-faults.ts'
import { inPlace, programs, sharedTemporary, uniqueTemporary } from '../support/programs.ts'
import { simulate, unequalText, type SimulationOptions } from '../support/simulation.ts'
import { Unreduced } from '../support/unreduced.ts'

const names = oracles.map(({ name }) => name)
const all = faultMenu(['errno'])
/** A few of them: every interleaving with each takes its time. */
const menu: FaultMenu = (step, finds) =>
  all(step, finds).filter(
    ({ fault }) => fault.kind === 'errno' && ['ENOSPC', 'EXDEV'].includes(fault.code) && step.op !== 'close',
  )

/** What a search through all executions comes across, with at most one fault in each. */
function search(options: SimulationOptions, strategy: Exhaustive | Unreduced): string[] {
  const found = new Set<string>()
  while (!strategy.isDone) {
    const { finals, violated } = simulate(options, withOfferedFaults(strategy.begin(), menu, 1))
    found.add(`ends as ${finals}`)
    for (const oracle of violated) found.add(`violates ${oracle}`)
  }
  return [...found].toSorted()
}

const small = [
  ['in place', [[inPlace], [inPlace]], 'no-silent-loss'],
  ['in place, three times', [[inPlace, inPlace, inPlace]], 'no-silent-loss'],
  ['one temporary file', [[sharedTemporary], [uniqueTemporary]], 'no-litter'],
  ['temporary files of their own, twice', [[uniqueTemporary, uniqueTemporary]], 'no-litter'],
] as const

test.each(small)('%s: finds what one fault at any step of any interleaving shows', (_, calls, oracle) => {
  const options = { programs: programs(calls, unequalText), textOf: unequalText, oracles: names }
  const [reduced, unreduced] = [new Exhaustive(), new Unreduced()]
  const found = search(options, reduced)
  expect(found).toEqual(search(options, unreduced))
  expect(found).toContain(`violates ${oracle}`)
  expect(reduced.executions).toBeLessThanOrEqual(unreduced.executions)
})

test.each<[string, Required<SimulationOptions>['keyOf'], boolean]>([
  ['nothing', (...parts) => digestOf(parts), false],
  ['what a fault will yet do', (parts, memory) => digestOf(parts, memory), true],
])('a key without %s', (_, keyOf, noticed) => {
  const calls = [[inPlace, inPlace]]
  const options = { programs: programs(calls, unequalText), textOf: unequalText, oracles: names }
  const complete = search(options, new Unreduced())
  let isNoticed: boolean
  try {
    isNoticed = search({ ...options, keyOf }, new Exhaustive()).join('\n') !== complete.join('\n')
  } catch {
    isNoticed = true
  }
  expect(isNoticed).toBe(noticed)
})
