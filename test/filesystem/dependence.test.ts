import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyOf } from '../../harness/filesystem/key.ts'
import { operations } from '../../harness/filesystem/operations.ts'
import { emptyStore, type Store, type StoreOptions } from '../../harness/filesystem/store.ts'
import { areDependent, type Access } from '../../harness/model/access.ts'
import { rowOf } from '../../scripts/file-system/any-row.ts'
import type { FileStep } from '../../scripts/file-system/file-step.ts'
import { fileStep, fileSteps } from '../../scripts/file-system/generate.ts'
import { carriedOut, sensible, textOfOutcome } from './carried-out.ts'
import { performStep } from '../../scripts/file-system/store-directory.ts'

const pairs = 2000
const nowNanos = 5n
const superuser: Partial<StoreOptions> = { rootPath: '/@root' }
const other: Partial<StoreOptions> = {
  rootPath: '/@root',
  credentials: { uid: 1000, gid: 1000, umask: 0 },
  accessTimes: 'relatime',
}

const several = fc.array(fileStep, { minLength: 8, maxLength: 8 })
/** A state, and steps that might come next, of two writers: each with each is a pair. */
const states = fc.record({ before: fileSteps, ofOne: several, ofOther: several })
/** The same for all tests: to make them is most of the work. */
const sample = fc.sample(states, { numRuns: 250, seed: 1 }).map(({ before, ofOne, ofOther }) => ({
  before,
  waiting: ofOne.flatMap((one) => ofOther.map((second) => [one, second] as const)),
}))

function accessOf(store: Store, { op, writer, request }: FileStep): Access {
  return rowOf(operations, op).access(store, { writer, nowNanos }, request)
}

/** Whether two steps lead to one state and to the same results in either order. */
function commute(store: Store, one: FileStep, second: FileStep): boolean {
  const [first, then] = inOrder(store, one, second)
  const [late, early] = inOrder(store, second, one)
  return (
    textOfOutcome(first.outcome) === textOfOutcome(early.outcome) &&
    textOfOutcome(then.outcome) === textOfOutcome(late.outcome) &&
    keyOf(then.store) === keyOf(early.store)
  )
}

function inOrder(store: Store, one: FileStep, second: FileStep) {
  const first = performStep(operations, store, one, nowNanos)
  return [first, performStep(operations, first.store, second, nowNanos)] as const
}

interface Tally {
  independent: number
  dependent: number
  wrong: FileStep[][]
}

/** @param seen what is left of an access: all of it, or less for sabotage */
function tally(options: Partial<StoreOptions>, seen: (access: Access) => Access): Tally {
  const found: Tally = { independent: 0, dependent: 0, wrong: [] }
  for (const { before, waiting } of sample) {
    const store = carriedOut(emptyStore(options), before, nowNanos)
    for (const [drawnOne, drawnSecond] of waiting) {
      const [one, second] = [sensible(store, drawnOne, 1), sensible(store, drawnSecond, 2)]
      if (!one || !second) continue
      if (areDependent(seen(accessOf(store, one)), seen(accessOf(store, second)))) found.dependent += 1
      else {
        found.independent += 1
        if (!commute(store, one, second)) found.wrong.push([one, second])
      }
    }
  }
  return found
}

test.each([
  ['the superuser', superuser],
  ['another user, with access times', other],
])('steps that have nothing to do with each other lead to one state in either order: %s', (_, options) => {
  const { independent, dependent, wrong } = tally(options, (access) => access)
  expect(wrong).toEqual([])
  expect(independent).toBeGreaterThan(pairs)
  expect(dependent).toBeGreaterThan(pairs / 10)
})

test.each(['entry', 'list', 'data', 'attributes', 'times'])('it is noticed if %s is forgotten', (facet) => {
  const without = (names: readonly string[]) => names.filter((name) => !name.startsWith(`${facet} `))
  const blind = ({ reads, alters, changes, all }: Access): Access => ({
    reads: without(reads),
    alters: without(alters),
    changes: without(changes),
    all,
  })
  const wrong = [superuser, other].map((options) => tally(options, blind).wrong.length)
  expect(Math.max(...wrong)).toBeGreaterThan(0)
})

test('what the store does not know depends on everything', () => {
  const store = emptyStore()
  expect(accessOf(store, { writer: 1, op: 'stat', request: { path: '..' } }).all).toBe(true)
  expect(accessOf(store, { writer: 1, op: 'statfs', request: { path: '.' } }).all).toBe(true)
})
