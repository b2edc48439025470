import { expect, test } from 'vitest'
import { noBytes } from '../../harness/filesystem/bytes.ts'
import type { Inode } from '../../harness/filesystem/inode.ts'
import { keyOf as storeKeyOf } from '../../harness/filesystem/key.ts'
import { digestOf } from '../../harness/model/digest.ts'
import type { StateParts } from '../../harness/model/state.ts'
import type { Scheduler } from '../../harness/model/strategy.ts'
import { oracles } from '../../harness/oracles/index.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import {
  carelessRename,
  idle,
  inPlace,
  leaveAside,
  leaveTemporary,
  programs,
  renameLeft,
  sharedTemporary,
  uniqueTemporary,
  unlinkFirst,
} from '../support/programs.ts'
import { accessWithout, isToldByTheEnd, search } from '../support/simulated-search.ts'
import { withInodes } from '../support/shadowed-state.ts'
import { equalText, simulate, unequalText, type SimulationOptions } from '../support/simulation.ts'
import { Unreduced } from '../support/unreduced.ts'

const names = oracles.map(({ name }) => name)

test.each([
  ['in place', 3, inPlace, 521, 260],
  ['one temporary file, renamed by whoever comes first', 3, carelessRename, 1754, 1600],
  // Beyond the above: whether a writer's rename failed is something that it has observed.
  ['the same, and failing where another did', 3, sharedTemporary, 1940, 1600],
  ['temporary files of their own', 3, uniqueTemporary, 233, 20],
])('%s, %i writers: every state once, or as few executions as will do', (_, count, call, states, few) => {
  const calls = Array.from({ length: count }, () => [call])
  const options = { programs: programs(calls, equalText), textOf: equalText }
  const strategy = new Exhaustive({ reduced: false })
  const all = search(options, strategy)
  expect(strategy.graph.nodes.length).toBe(states)
  expect(strategy.executions).toBeLessThan(2 * states)
  const reduced = new Exhaustive({ boundedPasses: 0 })
  expect(search(options, reduced)).toEqual(all)
  expect(reduced.executions).toBeLessThanOrEqual(few)
})

const small = [
  ['in place', [[inPlace], [inPlace]]],
  ['in place, twice', [[inPlace, inPlace], [inPlace]]],
  ['one temporary file', [[sharedTemporary], [sharedTemporary]]],
  ['in place beside a rename', [[inPlace], [sharedTemporary]]],
  ['in place beside two renames', [[inPlace], [uniqueTemporary, uniqueTemporary]]],
  ['making room first', [[unlinkFirst], [unlinkFirst]]],
  ['making room beside a rename, twice', [[unlinkFirst], [uniqueTemporary, uniqueTemporary]]],
  ['temporary files of their own', [[uniqueTemporary], [uniqueTemporary, uniqueTemporary]]],
  // Stale only where the second writer's second call began after the first writer's was through.
  ['renaming what was left, and something else aside', [[idle, leaveAside], [leaveTemporary], [renameLeft]]],
  ['renaming what was left', [[idle, inPlace], [leaveTemporary], [renameLeft]]],
] as const

type Calls = (typeof small)[number][1]

test.each(small)('%s: finds what every single interleaving shows', (_, calls) => {
  const options = { programs: programs(calls, unequalText), textOf: unequalText, oracles: names }
  const { complete, executions } = everythingOf(calls)
  for (const settings of [{ boundedPasses: 0 }, { boundedPasses: 2 }]) {
    const strategy = new Exhaustive(settings)
    expect(search(options, strategy)).toEqual(complete)
    expect(strategy.executions).toBeLessThan(executions)
  }
})

const everything = new Map<Calls, { readonly complete: string[]; readonly executions: number }>()

/** What every single interleaving shows. */
function everythingOf(calls: Calls) {
  let known = everything.get(calls)
  if (!known) {
    const unreduced = new Unreduced()
    const options = { programs: programs(calls, unequalText), textOf: unequalText, oracles: names }
    known = { complete: search(options, unreduced), executions: unreduced.executions }
    everything.set(calls, known)
  }
  return known
}

/** Whether the comparison above notices a key that something was left out of. */
function isNoticed(
  calls: Calls,
  sabotage: Pick<SimulationOptions, 'keyOf' | 'filesOf' | 'accessOf'>,
): boolean {
  const options = { programs: programs(calls, unequalText), textOf: unequalText, oracles: names }
  const { complete } = everythingOf(calls)
  try {
    return (
      search({ ...options, ...sabotage }, new Exhaustive({ boundedPasses: 0 })).join('\n') !==
      complete.join('\n')
    )
  } catch {
    return true
  }
}

test.each<[string, Pick<SimulationOptions, 'keyOf' | 'filesOf'>, boolean]>([
  ['nothing', {}, false],
  ["the inodes' data", { filesOf: (store) => storeKeyOf(withInodes(store, withoutData)) }, true],
  ['what one writer has observed', { keyOf: (parts, memory) => digestOf(withoutFirst(parts), memory) }, true],
])('a key without %s', (_, sabotage, noticed) => {
  expect(small.some(([, calls]) => isNoticed(calls, sabotage))).toBe(noticed)
})

function withoutData(inode: Inode): Inode {
  return inode.kind === 'file' ? { ...inode, data: noBytes } : inode
}

test.each([
  ['nothing', 'nothing', false],
  ['what is written into one file', 'data', true],
  ['what is given one name', 'entry', true],
  ['which call was through before another began or was seen', 'order of calls|sight', true],
])('a relation of steps without %s', (_, words, noticed) => {
  const accessOf = accessWithout(words)
  expect(small.some(([, calls]) => isNoticed(calls, { accessOf }))).toBe(noticed)
})

test.each<[string, Required<SimulationOptions>['keyOf'], boolean]>([
  ['decides the verdicts with what the oracles remember', (parts, memory) => digestOf(parts, memory), true],
  ['does not decide them without', (parts) => digestOf(parts), false],
])('the state at the end %s', (_, keyOf, decides) => {
  const [, calls] = small.at(-1) as (typeof small)[number]
  const options = { programs: programs(calls, unequalText), textOf: unequalText, oracles: names, keyOf }
  const verdicts = new Map<string, string>()
  const contradictions = new Set<string>()
  const strategy = new Unreduced()
  while (!strategy.isDone) {
    let end = ''
    const ended: Scheduler['ended'] = ({ stateKey }) => (end = stateKey())
    const { violated } = simulate(options, { ...strategy.begin(), ended, needsState: true })
    const verdict = violated.filter(isToldByTheEnd).join()
    if ((verdicts.get(end) ?? verdict) !== verdict) contradictions.add(end)
    verdicts.set(end, verdict)
  }
  expect(contradictions.size === 0).toBe(decides)
})

function withoutFirst({ writers, ...parts }: StateParts): unknown {
  return { ...parts, writers: writers.slice(1) }
}

test('few switches come first: what is found is known to need so many', () => {
  const strategy = new Exhaustive()
  const calls = [[inPlace], [inPlace], [inPlace]]
  const options = {
    programs: programs(calls, unequalText),
    textOf: unequalText,
    oracles: ['parses'] as const,
  }
  let bound = -1
  while (!strategy.isDone && bound === -1) {
    const scheduler = strategy.begin()
    if (simulate(options, scheduler).violated.length > 0) bound = strategy.bound
  }
  expect(bound).toBe(1)
})

test('a target that is not deterministic is found out', () => {
  const strategy = new Exhaustive()
  let counter = 0
  const moody = () => programs([[(counter += 1) % 7 === 0 ? uniqueTemporary : inPlace], [inPlace]], equalText)
  const once = () => simulate({ programs: moody(), textOf: equalText }, strategy.begin())
  expect(() => {
    while (!strategy.isDone) once()
  }).toThrow('the search cannot be complete')
  expect(strategy.broken).not.toBeNull()
})
