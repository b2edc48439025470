import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { writeFileAtomic, writeFileAtomicSync } from '../../src/index.ts'
import { ControlledFs, failure, settled, type Fault, type StepName } from './controlled-fs.ts'

let directory: string
let file: string
let controlled: ControlledFs

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'order-'))
  file = path.join(directory, 'session.json')
  begin()
})
afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(directory, { recursive: true })
})

function begin(): void {
  vi.restoreAllMocks()
  fs.rmSync(file, { force: true })
  fs.writeFileSync(file, 'before')
  controlled = new ControlledFs()
}

const content = () => fs.readFileSync(file, 'utf8')
const entries = () => fs.readdirSync(directory)
const countOf = (name: StepName) => controlled.syncSteps.filter((step) => step === name).length

type Result = { readonly value: unknown } | { readonly error: unknown }

const watch = (promise: Promise<unknown>): Promise<Result> =>
  promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )

function flush(text: string): Result {
  try {
    return { value: writeFileAtomicSync(file, text) }
  } catch (error) {
    return { error }
  }
}

/** The steps of an undisturbed write: open, write, fsync, close, rename; open, fsync, close of the directory. */
const asyncSteps = 8
/** Those of one that strikes: the same and the unlink of the other's temporary file. */
const syncSteps = 9

/**
 * One asynchronous write is caught at its step `at` by a synchronous one, and that step is executed when the
 * latter is about to make its own step `during` (after its last one, for `syncSteps`).
 */
async function strike(at: number, during: number): Promise<{ flushed: Result; written: Result }> {
  const writing = watch(writeFileAtomic(file, 'async'))
  await settled()
  for (let step = 0; step < at; step += 1) await controlled.letGo()
  const caught = controlled.pending[0]!
  controlled.beforeSync = (index) => {
    if (index === during) caught.execute()
  }
  const flushed = flush('sync')
  await controlled.drain()
  return { flushed, written: await writing }
}

function* everyStrike(): Generator<[at: number, during: number]> {
  for (let at = 0; at < asyncSteps; at += 1) {
    for (let during = 0; during <= syncSteps; during += 1) yield [at, during]
  }
}

describe('a flush that strikes an asynchronous write', () => {
  test('is final, at whatever step it strikes and whenever the thread pool executes that step', async () => {
    const outcomes = new Set<unknown>()
    for (const [at, during] of everyStrike()) {
      begin()
      const { flushed, written } = await strike(at, during)
      expect({ at, during, flushed, content: content(), entries: entries() }).toEqual({
        at,
        during,
        flushed: { value: undefined },
        content: 'sync',
        entries: ['session.json'],
      })
      outcomes.add((written as { value: unknown }).value)
    }
    expect(outcomes).toEqual(new Set(['written', 'superseded']))
  })

  test('leaves one complete content and no litter where one of its own steps fails', async () => {
    const contents = new Set<string>()
    for (const [at, during] of everyStrike()) {
      for (let failing = 0; failing < syncSteps; failing += 1) {
        begin()
        const struck: StepName[] = []
        controlled.syncFault = (name, _, index) => {
          if (index !== failing) return undefined
          struck.push(name)
          return failure('EIO')
        }
        const { flushed, written } = await strike(at, during)
        const where = JSON.stringify({ at, during, failing, struck })
        expect(written, where).not.toHaveProperty('error')
        if ('error' in flushed && !(flushed.error as { replaced: boolean }).replaced) {
          expect(content(), where).toBe('async')
        } else {
          expect(content(), where).toBe('sync')
        }
        expect(entries(), where).toEqual(['session.json'])
        contents.add(content())
      }
    }
    expect(contents).toEqual(new Set(['async', 'sync']))
  })

  test('is final also where the step that it caught fails, or any later one of that write', async () => {
    for (const [at, during] of everyStrike()) {
      for (let failing = at; failing < at + 4; failing += 1) {
        for (const code of ['EIO', 'ENOENT', 'EEXIST']) {
          begin()
          controlled.asyncFault = (name, _, index) =>
            index === failing && name !== 'unlink' ? failure(code) : undefined
          const { flushed } = await strike(at, during)
          const where = JSON.stringify({ at, during, failing, code })
          expect(flushed, where).toEqual({ value: undefined })
          expect(content(), where).toBe('sync')
          expect(entries(), where).toEqual(['session.json'])
        }
      }
    }
  })

  test('supersedes the writes that wait for their turn, and none that is called later', async () => {
    const first = writeFileAtomic(file, 'first')
    const second = writeFileAtomic(file, 'second')
    await settled()
    writeFileAtomicSync(file, 'flush')
    const third = writeFileAtomic(file, 'third')
    await controlled.drain()
    expect(await Promise.all([first, second, third])).toEqual(['superseded', 'superseded', 'written'])
    expect(content()).toBe('third')
    expect(entries()).toEqual(['session.json'])
  })

  test('that cannot unlink the file of a requested rename rejects rather than be overwritten', async () => {
    controlled.syncFault = (name) => (name === 'unlink' && countOf(name) === 1 ? failure('EPERM') : undefined)
    const { flushed, written } = await strike(4, syncSteps)
    expect(flushed).toMatchObject({ error: { code: 'EPERM', replaced: false } })
    expect(written).toEqual({ value: 'written' })
    expect(content()).toBe('async')
  })
})

test('a superseded write syncs the directory itself where the later one could not', async () => {
  const writing = watch(writeFileAtomic(file, 'async'))
  await settled()
  controlled.syncFault = (name) => (name === 'fsync' && countOf(name) === 2 ? failure('EIO') : undefined)
  expect(flush('sync')).toMatchObject({ error: { code: 'EIO', replaced: true } })
  controlled.asyncFault = (name) => (name === 'fsync' ? failure('EIO') : undefined)
  await controlled.drain()
  expect(await writing).toMatchObject({ error: { code: 'EIO', replaced: true } })
  expect(content()).toBe('sync')
})

test('a superseded write leaves the directory alone where the later one has synced it', async () => {
  const writing = writeFileAtomic(file, 'async')
  await settled()
  flush('sync')
  await controlled.drain()
  expect(await writing).toBe('superseded')
  expect(controlled.asyncSteps).toEqual(['open', 'close', 'unlink'])
})

test('a write that landed does not begin again, whatever a flush that failed has tried', async () => {
  controlled.syncFault = (name) => (name === 'rename' ? failure('EIO') : undefined)
  controlled.asyncFault = (_, args) => (args[0] === directory ? failure('ENOENT') : undefined)
  const { flushed, written } = await strike(4, 0)
  expect(flushed).toMatchObject({ error: { code: 'EIO', replaced: false } })
  expect(written).toMatchObject({ error: { code: 'ENOENT', replaced: true } })
  expect(content()).toBe('async')
})

test('asynchronous writes of a file land in the order of their calls, and a failed one stops none', async () => {
  controlled.asyncFault = (name, _, index) => (name === 'write' && index < 2 ? failure('ENOSPC') : undefined)
  const results = Promise.all(['1', '2', '3'].map((text) => watch(writeFileAtomic(file, text))))
  await settled()
  expect(controlled.pending).toHaveLength(1)
  await controlled.drain()
  expect(await results).toMatchObject([
    { error: { code: 'ENOSPC' } },
    { value: 'written' },
    { value: 'written' },
  ])
  expect(content()).toBe('3')
})

test('the order holds with the real thread pool as well', async () => {
  vi.restoreAllMocks()
  for (let round = 0; round < 100; round += 1) {
    const writes = [1, 2, 3].map((write) => writeFileAtomic(file, `${round}/${write}`, { fsync: false }))
    for (let turn = 0; turn < round % 20; turn += 1) await settled()
    writeFileAtomicSync(file, `${round}/flush`, { fsync: false })
    await Promise.all(writes)
    expect(content()).toBe(`${round}/flush`)
    expect(entries()).toEqual(['session.json'])
  }
})

test('writes of different files do not wait for each other', async () => {
  const both = [writeFileAtomic(file, '1'), writeFileAtomic(`${file}.other`, '2')]
  await settled()
  expect(controlled.pending.map(({ name }) => name)).toEqual(['open', 'open'])
  await controlled.drain()
  expect(await Promise.all(both)).toEqual(['written', 'written'])
})

/** Spares the removal of files: its failure is what leaves litter. */
const faultsAt =
  (errors: readonly (readonly [at: number, code: string])[]): Fault =>
  (name, _, index) => {
    const struck = errors.find(([at]) => at === index)
    return struck && name !== 'unlink' ? failure(struck[1]) : undefined
  }

/**
 * Any number of writes and flushes of one file, any of whose pending steps is executed, or struck by an error,
 * at any point, also inside a flush: the last call that succeeded is what the file holds.
 */
test('the file ends with the last call that landed, under random schedules and errors', async () => {
  const action = fc.oneof(
    { weight: 2, arbitrary: fc.constant('write' as const) },
    { weight: 1, arbitrary: fc.constant('flush' as const) },
    { weight: 6, arbitrary: fc.constant('go' as const) },
  )
  const code = fc.constantFrom('EIO', 'ENOENT', 'EEXIST', 'EPERM', 'ENOSPC')
  const struck = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), code), { maxLength: 4 })
  const plan = fc.record({
    actions: fc.array(action, { minLength: 1, maxLength: 40 }),
    executeDuring: fc.infiniteStream(fc.boolean()),
    asyncErrors: struck,
    syncErrors: struck,
  })
  await fc.assert(
    fc.asyncProperty(plan, async ({ actions, executeDuring, asyncErrors, syncErrors }) => {
      begin()
      controlled.asyncFault = faultsAt(asyncErrors)
      controlled.syncFault = faultsAt(syncErrors)
      controlled.beforeSync = () => {
        if (executeDuring.next().value) for (const step of controlled.pending) step.execute()
      }
      const results: Promise<Result>[] = []
      for (const [index, kind] of actions.entries()) {
        if (kind === 'write') results.push(watch(writeFileAtomic(file, String(index))))
        else if (kind === 'flush') results.push(Promise.resolve({ ...flush(String(index)) }))
        await settled()
        if (kind === 'go' && controlled.pending.length > 0) await controlled.letGo()
      }
      await controlled.drain()
      const calls = actions.flatMap((kind, index) => (kind === 'go' ? [] : [String(index)]))
      const settledResults = await Promise.all(results)
      const landed = calls.filter((_, index) => {
        const result = settledResults[index]!
        return 'value' in result || (result.error as { replaced: boolean }).replaced
      })
      expect(content()).toBe(landed.at(-1) ?? 'before')
      expect(entries()).toEqual(['session.json'])
    }),
    { numRuns: 500 },
  )
})
