import { constants } from 'node:fs'
import { keyOf } from '../../harness/filesystem/key.ts'
import { operations } from '../../harness/filesystem/operations.ts'
import { emptyStore, type Store } from '../../harness/filesystem/store.ts'
import { median } from './figures.ts'

const rounds = 20_000
const samples = 9
const { O_CREAT, O_RDWR } = constants
const asker = { writer: 1, nowNanos: 1n }
const text = Buffer.from('{"writer":1,"call":1,"session":"s1","payload":"xxxxxxxxxxxxxxxxxxxx"}')

/** A directory with files of one page each. */
function filled(files: number): Store {
  let store = emptyStore()
  for (let index = 0; index < files; index += 1) {
    const at = { path: `f${index}`, flags: O_CREAT | O_RDWR, permissions: 0o666, handle: 1 }
    store = operations.open.perform(store, asker, at).store
    store = operations.write.perform(store, asker, { handle: 1, data: text }).store
    store = operations.close.perform(store, asker, { handle: 1 }).store
  }
  return store
}

/** What a writer does to save atomically: six operations. */
function saved(store: Store): Store {
  const opening = { path: 'tmp', flags: O_CREAT | O_RDWR, permissions: 0o666, handle: 1 }
  let after = operations.open.perform(store, asker, opening).store
  after = operations.write.perform(after, asker, { handle: 1, data: text }).store
  after = operations.fsync.perform(after, asker, { handle: 1 }).store
  after = operations.close.perform(after, asker, { handle: 1 }).store
  after = operations.rename.perform(after, asker, { from: { path: 'tmp' }, to: { path: 'f0' } }).store
  return operations.stat.perform(after, asker, { path: 'f0' }).store
}

const stepsOfSave = 6

function microsOf(work: () => unknown, times: number): number {
  const measured = Array.from({ length: samples }, () => {
    const from = performance.now()
    for (let round = 0; round < times; round += 1) work()
    return ((performance.now() - from) * 1000) / times
  })
  return median(measured)
}

/** The file system in memory: an operation, going back to a state that was kept, and naming it. */
export async function benchFileSystem(): Promise<string> {
  const plain = new Map(Array.from({ length: 100 }, (_, index) => [`f${index}`, index]))
  let turn = 0
  const mapMicros = microsOf(() => plain.set(`f${(turn += 1) % 100}`, turn), rounds * 10)
  const row = (what: string, micros: number): string =>
    `            ${what.padEnd(46)} ${micros.toFixed(2).padStart(8)} µs  ${(micros / mapMicros).toFixed(0).padStart(6)} ×`
  const copied = microsOf(() => new Map(plain), rounds / 10)
  const rows = [1, 100, 1000].flatMap((files) => {
    const kept = filled(files)
    keyOf(kept)
    // What is kept is the store itself: each round goes back to it.
    const perform = microsOf(() => saved(kept), rounds / 10)
    const named = microsOf(() => keyOf(saved(kept)), rounds / 10)
    return [
      row(`an operation, ${files} files, kept and restored`, perform / stepsOfSave),
      row(`the same, with a key every ${stepsOfSave} operations`, named / stepsOfSave),
    ]
  })
  return [
    'file-system  µs, and how many times a Map.set',
    row('Map.set', mapMicros),
    row('to copy a Map of 100', copied),
    ...rows,
  ].join('\n')
}
