import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyOf } from '../../harness/filesystem/key.ts'
import { emptyStore, type Store } from '../../harness/filesystem/store.ts'
import type { FileStep } from '../../scripts/file-system/file-step.ts'
import { fileSteps } from '../../scripts/file-system/generate.ts'
import { carriedOut } from './carried-out.ts'
import { copyOf, dumpOf } from './dump.ts'

const sequences = fc.sample(fileSteps, { numRuns: 300, seed: 2 })

/** Every state that a sequence leads through. */
function statesOf(steps: readonly FileStep[]): Store[] {
  const states = [emptyStore({ rootPath: '/@root' })]
  for (const step of steps) states.push(carriedOut(states.at(-1) as Store, [step], BigInt(states.length)))
  return states
}

test('a store that was kept is what it was, whatever others came of it', () => {
  for (const [index, steps] of sequences.entries()) {
    const states = statesOf(steps)
    const dumps = states.map(dumpOf)
    const others = sequences[(index + 1) % sequences.length] ?? []
    for (const state of states.filter((_, at) => at % 10 === 0)) carriedOut(state, others, 99n)
    expect(states.map(dumpOf)).toEqual(dumps)
    const middle = states.length >> 1
    let again = states[middle] as Store
    for (const [at, step] of steps.entries())
      if (at >= middle) again = carriedOut(again, [step], BigInt(at + 1))
    expect(dumpOf(again)).toBe(dumps.at(-1))
  }
})

test('two states have one key if, and only if, all that is in them is the same', () => {
  const dumpsByKey = new Map<string, string>()
  const keysByDump = new Map<string, string>()
  for (const steps of sequences)
    for (const state of statesOf(steps)) {
      const [key, dump] = [keyOf(state), dumpOf(state)]
      expect(dumpsByKey.get(key) ?? dump).toBe(dump)
      expect(keysByDump.get(dump) ?? key).toBe(key)
      dumpsByKey.set(key, dump)
      keysByDump.set(dump, key)
    }
  expect(dumpsByKey.size).toBeGreaterThan(1000)
})

test('a key that grew with the state is that of a state which came about in another way', () => {
  for (const steps of sequences) {
    const states = statesOf(steps)
    const keys = states.map(keyOf)
    expect(states.map((state) => keyOf(copyOf(state)))).toEqual(keys)
  }
})

test('a step that changes nothing gives the very same store', () => {
  const store = emptyStore()
  expect(carriedOut(store, [{ writer: 1, op: 'stat', request: { path: 'a' } }], 1n)).toBe(store)
  expect(carriedOut(store, [{ writer: 1, op: 'statfs', request: { path: '.' } }], 1n)).toBe(store)
})
