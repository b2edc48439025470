import type { Operations } from '../../harness/filesystem/operations.ts'
import type { Outcome } from '../../harness/filesystem/outcome.ts'
import type { FileOperation } from '../../harness/filesystem/requests.ts'
import type { Results } from '../../harness/filesystem/results.ts'
import type { Performed } from '../../harness/filesystem/semantics.ts'
import {
  emptyStore,
  type Credentials,
  type Store,
  type StoreOptions,
} from '../../harness/filesystem/store.ts'
import { rowOf } from './any-row.ts'
import type { FileStep } from './file-step.ts'
import { done, type Seen } from './real-directory.ts'
import { lineOfStats, virtualStartNanos, type Exactness } from './stats-line.ts'

const tickNanos = 1000n

/** Steps carried out on a store alone: the counterpart of a real directory. */
export class StoreDirectory {
  store: Store
  readonly #operations: Operations
  readonly #exactness: Exactness
  #nowNanos = virtualStartNanos

  constructor(operations: Operations, options: Partial<StoreOptions>, exactness: Exactness) {
    this.#operations = operations
    this.#exactness = exactness
    this.store = emptyStore(options, this.#nowNanos)
  }

  /** What comes of a step, or null where the store does not know. */
  perform(step: FileStep): Seen | null {
    this.#nowNanos += tickNanos
    const { store, outcome } = performStep(this.#operations, this.store, step, this.#nowNanos)
    this.store = store
    if (outcome.kind === 'unknown') return null
    return outcome.kind === 'failed' ? { text: outcome.errno } : this.#seen(step.op, outcome.result)
  }

  /** As somebody with the given rights sees it. */
  tree(credentials: Credentials): string[] {
    const lines: string[] = []
    const names = new Map<number, number>()
    const asker = { writer: 0, nowNanos: this.#nowNanos }
    const store = { ...this.store, options: { ...this.store.options, credentials } }
    const [{ lstat, readdir, readlink }, text] = [
      this.#operations,
      (at: string) => contentOf(store, this.#operations, at),
    ]
    const visit = (at: string): void => {
      const { outcome } = lstat.perform(store, asker, { path: at })
      if (outcome.kind !== 'done') {
        lines.push(`${at} ${textOfFailure(outcome)}`)
        return
      }
      const { number, kind } = outcome.result
      if (!names.has(number)) names.set(number, names.size)
      const line = `${at} #${names.get(number)} ${lineOfStats(outcome.result, this.#exactness)}`
      if (kind === 'file') lines.push(`${line} ${text(at)}`)
      else if (kind === 'link') {
        const link = readlink.perform(store, asker, { path: at }).outcome
        lines.push(`${line} ${link.kind === 'done' ? link.result.target : textOfFailure(link)}`)
      } else {
        const list = readdir.perform(store, asker, { path: at }).outcome
        lines.push(list.kind === 'done' ? line : `${line} ${textOfFailure(list)}`)
        if (list.kind === 'done') for (const { name } of list.result.entries) visit(`${at}/${name}`)
      }
    }
    visit('.')
    return lines
  }

  #seen(op: FileOperation, result: Results[FileOperation]): Seen {
    if ('nothing' in result) return done
    if ('data' in result) return { text: Buffer.from(result.data).toString('latin1') }
    if ('bytes' in result) return { text: String(result.bytes) }
    if ('target' in result) return { text: result.target }
    if ('path' in result)
      return { text: [this.store.options.rootPath, result.path].filter(Boolean).join('/') }
    if ('entries' in result)
      return { text: result.entries.map(({ name, kind }) => `${name} ${kind}`).join('/') }
    return { text: lineOfStats(result, this.#exactness), inode: result.number }
  }
}

/** A step on a store, by a table of operations that may be a wrong one. */
export function performStep(
  operations: Operations,
  store: Store,
  { op, writer, request }: FileStep,
  nowNanos: bigint,
): Performed<Results[FileOperation]> {
  return rowOf(operations, op).perform(store, { writer, nowNanos }, request)
}

function contentOf(store: Store, operations: Operations, path: string): string {
  const asker = { writer: 0, nowNanos: virtualStartNanos }
  const opened = operations.open.perform(store, asker, { path, flags: 0, permissions: 0, handle: 1 })
  if (opened.outcome.kind !== 'done') return textOfFailure(opened.outcome)
  const { outcome } = operations.read.perform(opened.store, asker, { handle: 1, bytes: 2 ** 30, position: 0 })
  return outcome.kind === 'done'
    ? Buffer.from(outcome.result.data).toString('latin1')
    : textOfFailure(outcome)
}

function textOfFailure(outcome: Exclude<Outcome<unknown>, { kind: 'done' }>): string {
  return outcome.kind === 'failed' ? outcome.errno : outcome.reason
}
