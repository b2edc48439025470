import { spawnSync } from 'node:child_process'
import fs, { constants } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { operations } from '../../harness/filesystem/operations.ts'
import { duplicate, endOf, hold, letGo } from '../../harness/filesystem/processes.ts'
import type { Requests } from '../../harness/filesystem/requests.ts'
import { emptyStore, type Store } from '../../harness/filesystem/store.ts'

const asker = { writer: 1, nowNanos: 1n }
const other = { writer: 2, nowNanos: 1n }
const ofOther = { writer: 2, handle: 1 }
const flags = constants.O_CREAT | constants.O_RDWR
const bytes = (text: string): Uint8Array => Buffer.from(text)

function opened(store: Store, name: string): Store {
  return operations.open.perform(store, asker, { path: name, flags, permissions: 0o666, handle: 1 }).store
}

function written(store: Store, by: typeof asker, text: string): Store {
  return operations.write.perform(store, by, { handle: 1, data: bytes(text) }).store
}

function contentOf(store: Store, by: typeof asker): string {
  const { outcome } = operations.read.perform(store, by, { handle: 1, bytes: 100, position: 0 })
  return outcome.kind === 'done' ? Buffer.from(outcome.result.data).toString() : outcome.kind
}

function errorOf({ outcome }: { outcome: { kind: string; errno?: string } }): string {
  return outcome.errno ?? outcome.kind
}

test('a duplicate shares the position, as the descriptor that a child inherits', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'file-system-'))
  const file = path.join(directory, 'f')
  const descriptor = fs.openSync(file, 'w')
  fs.writeSync(descriptor, 'ab')
  spawnSync('sh', ['-c', 'printf cd >&3'], { stdio: ['ignore', 'ignore', 'ignore', descriptor] })
  fs.writeSync(descriptor, 'ef')
  fs.closeSync(descriptor)
  const real = fs.readFileSync(file, 'utf8')
  fs.rmSync(directory, { recursive: true })

  const shared = duplicate(written(opened(emptyStore(), 'f'), asker, 'ab'), { writer: 1, handle: 1 }, ofOther)
  const store = written(written(shared, other, 'cd'), asker, 'ef')
  expect(contentOf(store, asker)).toBe(real)
  expect(real).toBe('abcdef')
  const { reads, changes } = operations.write.access(store, other, { handle: 1, data: bytes('x') })
  expect([...reads, ...changes]).toContain('position 1/1')
})

test('a duplicate outlives the handle that it was made from, and the process that opened it', () => {
  const shared = duplicate(written(opened(emptyStore(), 'f'), asker, 'ab'), { writer: 1, handle: 1 }, ofOther)
  const unlinked = operations.unlink.perform(shared, asker, { path: 'f' }).store
  const ended = endOf(unlinked, asker)
  expect(errorOf(operations.fstat.perform(ended, asker, { handle: 1 }))).toBe('EBADF')
  expect(contentOf(ended, other)).toBe('ab')
  // The same handle again, for another file: the description that is left keeps its own.
  const again = opened(ended, 'g')
  expect(contentOf(written(again, asker, 'new'), other)).toBe('ab')
  expect(() => duplicate(again, { writer: 1, handle: 1 }, ofOther)).toThrow('2/1 should not be open yet')
  expect(() => duplicate(again, { writer: 3, handle: 1 }, ofOther)).toThrow('3/1 should be open')
})

test('an inode that is held stays until it is let go', () => {
  const store = operations.close.perform(opened(emptyStore(), 'f'), asker, { handle: 1 }).store
  const { outcome } = operations.stat.perform(store, asker, { path: 'f' })
  const inode = outcome.kind === 'done' ? outcome.result.number : 0
  const unlinked = operations.unlink.perform(hold(store, inode), asker, { path: 'f' }).store
  const held = operations.fstat.perform(unlinked, asker, { inode })
  expect(held.outcome).toMatchObject({ kind: 'done', result: { links: 0 } })
  expect(errorOf(operations.fstat.perform(letGo(unlinked, inode), asker, { inode }))).toBe('ESTALE')
})

test('a server asks by directory and name, and opens by number', () => {
  const made = operations.mkdir.perform(emptyStore(), asker, { path: 'd', permissions: 0o777 }).store
  const looked = operations.lstat.perform(made, asker, { path: 'd' })
  const from = looked.outcome.kind === 'done' ? looked.outcome.result.number : 0
  const created = operations.open.perform(made, asker, {
    path: 'f',
    from,
    flags,
    permissions: 0o600,
    handle: 1,
  }).store
  const file = operations.lstat.perform(created, asker, { path: 'd/f' })
  const inode = file.outcome.kind === 'done' ? file.outcome.result.number : 0
  const both = operations.open.perform(created, other, { inode, flags: 0, permissions: 0, handle: 1 }).store
  expect(contentOf(written(both, asker, 'text'), other)).toBe('text')
  const removed = operations.unlink.perform(both, asker, { path: 'f', from }).store
  expect(operations.readdir.perform(removed, asker, { inode: from }).outcome).toEqual({
    kind: 'done',
    result: { entries: [] },
  })
})

test('as many symbolic links as Linux follows, and no more', () => {
  const directory = fs.mkdtempSync(path.join(os.tmpdir(), 'file-system-'))
  let store = operations.mkdir.perform(emptyStore(), asker, { path: 'l0', permissions: 0o777 }).store
  fs.mkdirSync(path.join(directory, 'l0'))
  for (let link = 1; link <= 41; link += 1) {
    const request = { path: `l${link}`, target: `l${link - 1}` }
    store = operations.symlink.perform(store, asker, request).store
    fs.symlinkSync(request.target, path.join(directory, request.path))
  }
  const kernel = [40, 41].map((link) => {
    try {
      return fs.statSync(path.join(directory, `l${link}`)).isDirectory() ? 'done' : 'no directory'
    } catch (error) {
      return (error as NodeJS.ErrnoException).code
    }
  })
  fs.rmSync(directory, { recursive: true })
  const stats = [40, 41].map((link) => errorOf(operations.stat.perform(store, asker, { path: `l${link}` })))
  expect(stats).toEqual(kernel)
  expect(kernel).toEqual(['done', 'ELOOP'])
})

test('what the store does not know, it says, and changes nothing', () => {
  const store = opened(emptyStore(), 'f')
  const opening = (request: Partial<Requests['open']>) =>
    operations.open.perform(store, asker, { path: 'g', flags, permissions: 0, handle: 2, ...request })
  const unknown = [
    opening({ path: '../g' }),
    opening({ path: '/elsewhere' }),
    opening({ flags: flags | constants.O_DIRECT }),
    operations.statfs.perform(store, asker, { path: '.' }),
    operations.realpath.perform(store, asker, { path: 'x/'.repeat(3000) }),
  ]
  for (const { outcome, store: after } of unknown) {
    expect(outcome.kind).toBe('unknown')
    expect(after).toBe(store)
  }
})

test('what others put into a sticky directory is the machine’s to decide', () => {
  const stranger = { uid: 1000, gid: 1000, umask: 0 }
  let store = operations.mkdir.perform(emptyStore(), asker, { path: 'd', permissions: 0o777 }).store
  store = operations.chmod.perform(store, asker, { path: 'd', permissions: 0o1777 }).store
  store = operations.symlink.perform(store, asker, { path: 'd/l', target: 'f' }).store
  store = operations.chown.perform(store, asker, { path: 'd/l', uid: 5, gid: 5, follow: false }).store
  store = operations.chmod.perform(store, asker, { path: '.', permissions: 0o777 }).store
  const asStranger = { ...store, options: { ...store.options, credentials: stranger } }
  expect(operations.stat.perform(asStranger, asker, { path: 'd/l' }).outcome.kind).toBe('unknown')
  expect(errorOf(operations.unlink.perform(asStranger, asker, { path: 'd/l' }))).toBe('EPERM')
})
