import { expect, test } from 'vitest'
import { oracles } from '../../harness/oracles/index.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import {
  after,
  idle,
  leaveAside,
  leaveTemporary,
  pausing,
  programs,
  renameLeft,
  type Call,
} from '../support/programs.ts'
import { search } from '../support/simulated-search.ts'
import { unequalText, type SimulationOptions } from '../support/simulation.ts'
import { Unreduced } from '../support/unreduced.ts'

const creating =
  (path: string): Call =>
  (_, call) => [{ step: { op: 'open', path, handle: call, flags: 'w' } }]
const moving =
  (path: string, to: string): Call =>
  () => [{ step: { op: 'rename', path, to }, isIgnored: true }]

const names = oracles.map(({ name }) => name)

/** Timers that may fire only once another writer has gone on, though neither touches what the other does. */
const held: readonly [string, readonly (readonly Call[])[]][] = [
  [
    'a timer waits for a writer that it has nothing to do with',
    [[idle], [after(1500, renameLeft)], [leaveTemporary]],
  ],
  [
    'a timer waits for one writer, and comes before what another does',
    [[after(300, idle)], [leaveTemporary], [idle, after(1200, renameLeft)]],
  ],
  [
    'two pauses, one of them longer',
    [[pausing(900, idle, renameLeft)], [pausing(2100, leaveTemporary, idle)]],
  ],
  [
    // The second file is moved only where the timer came before, which waits for the first one to be moved.
    'a timer comes between two steps that have nothing to do with each other',
    [
      [(...args) => [...after(500, creating('a'))(...args), ...moving('b', 'd')(...args)]],
      [after(1200, creating('b'))],
      [moving('a', 'c')],
    ],
  ],
  ['a pause beside work', [[pausing(1500, idle, renameLeft)], [leaveAside], [leaveTemporary]]],
]

const optionsOf = (calls: readonly (readonly Call[])[]): SimulationOptions => ({
  programs: programs(calls, unequalText),
  textOf: unequalText,
  oracles: names,
})

const everything = new Map<unknown, string[]>()

/** What every single interleaving shows. */
function everythingOf(calls: readonly (readonly Call[])[]): string[] {
  const known = everything.get(calls) ?? search(optionsOf(calls), new Unreduced())
  everything.set(calls, known)
  return known
}

test.each(held)('%s: finds what every single interleaving shows', (_, calls) => {
  const reduced = new Exhaustive({ boundedPasses: 0 })
  expect(search(optionsOf(calls), reduced)).toEqual(everythingOf(calls))
})

test.each<[string, Partial<SimulationOptions>, boolean]>([
  ['nothing', {}, false],
  ['that a timer is held back', { tellsAhead: false }, true],
])('a search that is not told %s', (_, sabotage, noticed) => {
  const isNoticed = held.some(([, calls]) => {
    const complete = everythingOf(calls)
    try {
      const strategy = new Exhaustive({ boundedPasses: 0 })
      return search({ ...optionsOf(calls), ...sabotage }, strategy).join('\n') !== complete.join('\n')
    } catch {
      return true
    }
  })
  expect(isNoticed).toBe(noticed)
})
