import fc from 'fast-check'
import { constants } from 'node:os'
import { expect, test } from 'vitest'
import type { DiskOperation } from '../../harness/filesystem/draft/disk-operation.ts'
import { rootNumber, type InodeNumber } from '../../harness/filesystem/inode.ts'
import { operations } from '../../harness/filesystem/operations.ts'
import { emptyStore, type Store } from '../../harness/filesystem/store.ts'
import { isNoFileStep, operations as steps } from '../../harness/model/step.ts'
import { rowOf } from '../../scripts/file-system/any-row.ts'
import type { FileStep } from '../../scripts/file-system/file-step.ts'
import { fileSteps } from '../../scripts/file-system/generate.ts'
import { performStep } from '../../scripts/file-system/store-directory.ts'
import { carriedOut, sensible, textOfOutcome } from './carried-out.ts'
import { dumpOf } from './dump.ts'

const nowNanos = 5n

test('the table has a row for every step that touches the file system', () => {
  expect(Object.keys(operations).toSorted()).toEqual(steps.filter((op) => !isNoFileStep({ op })).toSorted())
})

/** What the directory decides: whoever injects one of these lies to the target. */
const decided = new Set(
  'ENOENT EEXIST ENOTDIR EISDIR ENOTEMPTY ELOOP EINVAL EBADF ENAMETOOLONG EMLINK ESTALE'.split(' '),
)

test('no error may be injected that the state contradicts, and each has its reason', () => {
  const met = new Set<string>()
  for (const sequence of fc.sample(fileSteps, { numRuns: 100, seed: 1 })) {
    let store = emptyStore({ rootPath: '/@root' })
    for (const drawn of sequence) {
      const step = sensible(store, drawn)
      if (!step) continue
      const asker = { writer: step.writer, nowNanos }
      const possible = rowOf(operations, step.op).mayFail(store, asker, step.request)
      const { outcome, store: after } = performStep(operations, store, step, nowNanos)
      store = after
      const [codes, reasons] = [possible.map(({ code }) => code), possible.map(({ reason }) => reason)]
      expect(codes.filter((code) => decided.has(code) || !(code in constants.errno))).toEqual([])
      expect(reasons).not.toContain('')
      // What the directory gives by itself comes before what is full, refused or in use.
      if (outcome.kind === 'failed')
        expect(codes.filter((code) => !['EIO', 'EINTR', 'EMFILE', 'ENFILE'].includes(code))).toEqual([])
      if (outcome.kind === 'failed' && outcome.errno === 'EBADF') expect(codes).toEqual([])
      for (const code of codes) met.add(`${step.op} ${code}`)
    }
  }
  expect(met).toContain('rename EXDEV')
  expect(met).toContain('write ENOSPC')
  expect(met).toContain('open EROFS')
  expect(met).not.toContain('read ENOSPC')
})

test('two results that differ in anything are observed as different', () => {
  const seen = new Map<string, string>()
  for (const sequence of fc.sample(fileSteps, { numRuns: 100, seed: 3 })) {
    let store = emptyStore({ rootPath: '/@root' })
    for (const [at, drawn] of sequence.entries()) {
      const step = sensible(store, drawn)
      if (!step) continue
      const { outcome, store: after } = performStep(operations, store, step, BigInt(at))
      store = after
      if (outcome.kind !== 'done') continue
      const observed = `${step.op} ${JSON.stringify(rowOf(operations, step.op).observes(outcome.result))}`
      const result = textOfOutcome(outcome)
      expect(seen.get(observed) ?? result).toBe(result)
      seen.set(observed, result)
    }
  }
  expect(seen.size).toBeGreaterThan(100)
})

test('what persists is enough to make the names and the data again', () => {
  for (const sequence of fc.sample(fileSteps, { numRuns: 200, seed: 4 })) {
    const disk = new Disk()
    let store = emptyStore({ rootPath: '/@root' })
    for (const drawn of sequence) {
      const step = sensible(store, drawn)
      if (!step) continue
      for (const operation of persistedBy(store, step)) disk.take(operation)
      store = performStep(operations, store, step, nowNanos).store
    }
    expect(disk.tree(rootNumber)).toEqual(treeOf(store, '.'))
  }
})

test('to ask what a step has to do with, or what persists, changes nothing', () => {
  for (const sequence of fc.sample(fileSteps, { numRuns: 20, seed: 5 })) {
    const store = carriedOut(emptyStore(), sequence, nowNanos)
    const before = dumpOf(store)
    for (const drawn of sequence) {
      const step = sensible(store, drawn)
      if (step) persistedBy(store, step)
    }
    expect(dumpOf(store)).toBe(before)
  }
})

function persistedBy(store: Store, { op, writer, request }: FileStep): readonly DiskOperation[] {
  return rowOf(operations, op).persists(store, { writer, nowNanos }, request)
}

type Tree = string | { readonly [name: string]: Tree }

/** A disk that everything reaches at once. It knows nothing of the store. */
class Disk {
  readonly #entries = new Map<InodeNumber, Map<string, InodeNumber>>([[rootNumber, new Map()]])
  readonly #files = new Map<InodeNumber, Buffer>()
  readonly #links = new Map<InodeNumber, string>()

  take(operation: DiskOperation): void {
    switch (operation.kind) {
      case 'create':
        if (operation.node === 'directory') this.#entries.set(operation.inode, new Map())
        else if (operation.node === 'file') this.#files.set(operation.inode, Buffer.alloc(0))
        else this.#links.set(operation.inode, operation.node.link)
        this.#enter(operation)
        return
      case 'link':
        this.#enter(operation)
        return
      case 'remove':
        this.#entries.get(operation.entry.parent)?.delete(operation.entry.name)
        return
      case 'rename':
        this.#entries.get(operation.from.parent)?.delete(operation.from.name)
        this.#enter(operation)
        return
      case 'write': {
        const before = this.#files.get(operation.inode) ?? Buffer.alloc(0)
        const after = Buffer.alloc(Math.max(before.length, operation.offset + operation.data.length))
        before.copy(after)
        after.set(operation.data, operation.offset)
        this.#files.set(operation.inode, after)
        return
      }
      case 'truncate': {
        const after = Buffer.alloc(operation.length)
        this.#files.get(operation.inode)?.copy(after)
        this.#files.set(operation.inode, after)
        return
      }
      case 'sync':
      case 'close':
    }
  }

  tree(directory: InodeNumber): Tree {
    const entries = [...(this.#entries.get(directory) ?? [])]
    return Object.fromEntries(
      entries.map(([name, inode]) => [
        name,
        this.#files.get(inode)?.toString('latin1') ?? this.#links.get(inode) ?? this.tree(inode),
      ]),
    )
  }

  #enter({ inode, entry }: Extract<DiskOperation, { entry: object }>): void {
    this.#entries.get(entry.parent)?.set(entry.name, inode)
  }
}

function treeOf(store: Store, path: string): Tree {
  const asker = { writer: 0, nowNanos }
  const { outcome } = operations.readdir.perform(store, asker, { path })
  if (outcome.kind !== 'done') throw new Error(`${path} should be a directory`)
  return Object.fromEntries(
    outcome.result.entries.map(({ name, kind }) => {
      const at = `${path}/${name}`
      if (kind === 'directory') return [name, treeOf(store, at)]
      if (kind === 'link') {
        const link = operations.readlink.perform(store, asker, { path: at })
        return [name, link.outcome.kind === 'done' ? link.outcome.result.target : '']
      }
      const opened = operations.open.perform(store, asker, { path: at, flags: 0, permissions: 0, handle: 1 })
      const read = operations.read.perform(opened.store, asker, { handle: 1, bytes: 2 ** 30 })
      return [
        name,
        read.outcome.kind === 'done' ? Buffer.from(read.outcome.result.data).toString('latin1') : '',
      ]
    }),
  )
}
