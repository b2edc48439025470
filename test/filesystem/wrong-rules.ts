import { constants } from 'node:fs'
import { operations, type Operations } from '../../harness/filesystem/operations.ts'
import type { Outcome } from '../../harness/filesystem/outcome.ts'
import type { FileOperation, Requests } from '../../harness/filesystem/requests.ts'
import { nothing, type Results } from '../../harness/filesystem/results.ts'
import type { Performed, Semantics } from '../../harness/filesystem/semantics.ts'
import type { Store } from '../../harness/filesystem/store.ts'
import type { Asker } from '../../harness/filesystem/draft/draft.ts'

const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_TRUNC, O_WRONLY, O_RDWR } = constants

type Perform<Op extends FileOperation> = (
  store: Store,
  asker: Asker,
  request: Requests[Op],
  right: Semantics<Op>['perform'],
) => Performed<Results[Op]>

function wrong<Op extends FileOperation>(name: string, op: Op, perform: Perform<Op>) {
  const row = operations[op] as Semantics<Op>
  const wrapped: Semantics<Op> = {
    ...row,
    perform: (store, asker, request) => perform(store, asker, request, (...given) => row.perform(...given)),
  }
  return { name, operations: { ...operations, [op]: wrapped } as Operations }
}

const done = (store: Store) => ({ store, outcome: { kind: 'done', result: nothing } as const })
const isDone = (outcome: Outcome<unknown>): boolean => outcome.kind === 'done'

/** Opens with other flags than the caller gave. */
function wrongOpen(name: string, change: (flags: number) => number) {
  return wrong(name, 'open', (store, asker, request, right) =>
    right(store, asker, { ...request, flags: change(request.flags) }),
  )
}

/** The table of operations, with one mistake each. */
export const wrongRules = [
  wrong('a rename onto itself removed the file', 'rename', (store, asker, request, right) => {
    const renamed = right(store, asker, request)
    if (renamed.store !== store || !isDone(renamed.outcome)) return renamed
    return { ...operations.unlink.perform(store, asker, request.from), outcome: renamed.outcome }
  }),
  wrongOpen('O_APPEND were ignored', (flags) => flags & ~O_APPEND),
  wrongOpen('O_TRUNC were ignored with O_RDONLY', (flags) =>
    (flags & (O_WRONLY | O_RDWR)) === 0 ? flags & ~O_TRUNC : flags,
  ),
  wrongOpen('O_EXCL were ignored', (flags) => flags & ~O_EXCL),
  wrongOpen('O_NOFOLLOW were ignored', (flags) => flags & ~O_NOFOLLOW),
  wrongOpen('O_CREAT did not follow links', (flags) =>
    (flags & O_CREAT) === 0 ? flags : flags | O_NOFOLLOW,
  ),
  wrong('the data of an open file went with its last name', 'unlink', (store, asker, request, right) => {
    const before = operations.lstat.perform(store, asker, request)
    const after = right(store, asker, request)
    if (before.outcome.kind !== 'done' || !isDone(after.outcome)) return after
    const { number, kind, links } = before.outcome.result
    if (kind !== 'file' || links > 1) return after
    const emptied = operations.truncate.perform(store, asker, { inode: number, length: 0 })
    return { ...right(emptied.store, asker, request), outcome: after.outcome }
  }),
  wrong('a link to a symbolic link followed it', 'link', (store, asker, request, right) => {
    const real = operations.realpath.perform(store, asker, request.from)
    if (real.outcome.kind !== 'done') return right(store, asker, request)
    return right(store, asker, { ...request, from: { path: real.outcome.result.path || '.' } })
  }),
  wrong('a directory could be removed that is not empty', 'rmdir', (store, asker, request, right) => {
    const removed = right(store, asker, request)
    return removed.outcome.kind === 'failed' && removed.outcome.errno === 'ENOTEMPTY' ? done(store) : removed
  }),
  wrong('stat did not follow links', 'stat', (store, asker, request) =>
    operations.lstat.perform(store, asker, request),
  ),
  wrong('lstat followed links', 'lstat', (store, asker, request) =>
    operations.stat.perform(store, asker, request),
  ),
  wrong('a positioned write moved the position', 'write', (store, asker, request, right) => {
    const written = right(store, asker, request)
    if (request.position === undefined || written.outcome.kind !== 'done') return written
    const { handle } = request
    const bytes = written.outcome.result.bytes
    return { ...operations.read.perform(written.store, asker, { handle, bytes }), outcome: written.outcome }
  }),
  wrong('a write left the times alone', 'write', (store, asker, request, right) => {
    const before = operations.fstat.perform(store, asker, request)
    const written = right(store, asker, request)
    if (before.outcome.kind !== 'done') return written
    const restored = operations.utimes.perform(written.store, asker, {
      handle: request.handle,
      ...before.outcome.result,
    })
    return { store: restored.store, outcome: written.outcome }
  }),
  wrong('a truncation could not make a file longer', 'truncate', (store, asker, request, right) => {
    if (!('handle' in request)) return right(store, asker, request)
    const { outcome } = operations.fstat.perform(store, asker, request)
    const most = outcome.kind === 'done' ? outcome.result.sizeBytes : Infinity
    return right(store, asker, { ...request, length: Math.min(most, request.length) })
  }),
  wrong('unlink of a directory said EPERM', 'unlink', (store, asker, request, right) => {
    const removed = right(store, asker, request)
    return removed.outcome.kind === 'failed' && removed.outcome.errno === 'EISDIR'
      ? { store, outcome: { kind: 'failed', errno: 'EPERM' } }
      : removed
  }),
  wrong('the mask were ignored', 'mkdir', (store, asker, request, right) => {
    const { options } = store
    const bare = { ...store, options: { ...options, credentials: { ...options.credentials, umask: 0 } } }
    const made = right(bare, asker, request)
    return { ...made, store: { ...made.store, options } }
  }),
  wrong('chown kept the set-user-id bit', 'chown', (store, asker, request, right) => {
    const owned = right(store, asker, request)
    if (!('handle' in request) || !isDone(owned.outcome)) return owned
    const before = operations.fstat.perform(store, asker, request)
    if (before.outcome.kind !== 'done') return owned
    const { permissions } = before.outcome.result
    return {
      ...owned,
      ...operations.chmod.perform(owned.store, asker, { handle: request.handle, permissions }),
    }
  }),
  wrong('readdir did not move the access time', 'readdir', (store, asker, request, right) => ({
    ...right(store, asker, request),
    store,
  })),
]
