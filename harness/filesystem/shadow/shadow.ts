import { accessToEverything, accessToNothing } from '../../model/access.ts'
import { virtualStartMillis } from '../../model/clock.ts'
import { CanonicalNames } from '../../model/canonical-names.ts'
import { digestOf } from '../../model/digest.ts'
import type { ShownInode } from '../../model/shown-inode.ts'
import { mention } from '../../model/mention.ts'
import type { ReadBack, OpenReader } from '../../model/read-back.ts'
import {
  isNoFileStep,
  type FileOperation,
  type Happened,
  type PendingStep,
  type Step,
  type StepOutcome,
} from '../../model/step.ts'
import type { Asker } from '../draft/draft.ts'
import { rootNumber, undated, unknownNanos, type Inode, type InodeNumber, type Nanos } from '../inode.ts'
import { keyOf } from '../key.ts'
import { operations } from '../operations.ts'
import { valueAt } from '../ordered-map.ts'
import type { Outcome } from '../outcome.ts'
import { endOf } from '../processes.ts'
import type { Results } from '../results.ts'
import type { PerformedWithNotes, Semantics } from '../semantics.ts'
import { emptyStore, handleName, type Credentials, type Description, type Store } from '../store.ts'
import { inodeAt, pathsIn } from './look-up.ts'
import { madeIn, requestOf } from './request-of.ts'
import { withAttributes, withData, withTree, type AdoptedTree } from './taken-over.ts'

export interface ShadowOptions {
  /** As `CanonicalNames` takes them. */
  readonly sessionFiles?: readonly string[] | undefined
  /** Opens a file to read back what is written to it. Absent where nobody asks for data, nor for what steps meet in. */
  readonly open?: OpenReader | undefined
}

/** Absolute, so that a link which leads out of the directory leads out of the store. */
const rootPath = '/@root'
const looks: ReadonlySet<FileOperation> = new Set(['stat', 'lstat'])
const nothing = new Uint8Array(0)

/** Whoever carries out the steps; the mode of what is made is told by its outcome, umask and all. */
const own: Credentials = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0, umask: 0 }

/**
 * The one file system in memory of an execution: it is taken along by the steps of all writers, and knows what the
 * real directory holds. What a step gave is compared with what the store says it gives.
 */
export class Shadow {
  /** Why the store no longer knows what is in the directory: then nothing may be concluded from it. Null while it does. */
  unforeseen: string | null = null
  readonly #names: CanonicalNames
  readonly #open: OpenReader | undefined
  readonly #readers = new Map<InodeNumber, ReadBack | null>()
  #store: Store
  #hasLinks = false

  constructor({ sessionFiles, open }: ShadowOptions = {}) {
    this.#names = new CanonicalNames(sessionFiles)
    this.#open = open
    const options = { credentials: own, rootPath, looks: 'virtual', keepsData: open !== undefined } as const
    this.#store = emptyStore(options, nanosOf(virtualStartMillis))
  }

  get store(): Store {
    return this.#store
  }

  /** Names the state of the directory: see `keyOf`. */
  get key(): string {
    return keyOf(this.#store)
  }

  /** True once there was a symbolic link: a file may then be reached, and changed, by other names than its own. */
  get hasLinks(): boolean {
    return this.#hasLinks
  }

  /** Of all that is in the directory, relative to it. */
  get paths(): string[] {
    return pathsIn(this.#store).map(([name]) => this.#names.pathOf(name))
  }

  /** Takes in what a writer mentions, before any of it is granted. Gives it with canonical names. */
  take(
    writer: number,
    files: Readonly<Record<string, string>> | undefined,
    asked: readonly PendingStep[] = [],
  ): unknown[] {
    if (files) this.#names.keep(Object.values(files))
    return asked.map((step) => mention(this.#names, writer, step))
  }

  /** What a path leads to; null where it leads to nothing. */
  inodeAt(path: string, store = this.#store): { readonly number: InodeNumber; readonly inode: Inode } | null {
    return inodeAt(store, this.#names.known(path))
  }

  /** Whether a path leads, without any link, to what it led to in an earlier store, or as far as it did. */
  isAlike(path: string, before: Store): boolean {
    const [now, then] = [this.inodeAt(path), this.inodeAt(path, before)]
    if (now || then) return now?.inode === then?.inode
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    const [reached, wasReached] = [this.inodeAt(folder), this.inodeAt(folder, before)]
    // What else lies in that folder makes no difference.
    if (reached || wasReached) return reached?.number === wasReached?.number
    return this.isAlike(folder, before)
  }

  /** What a writer has open. */
  openAt(writer: number, handle: number): Description | null {
    const name = valueAt(this.#store.handles, handleName(writer, handle))
    return (name === undefined ? undefined : valueAt(this.#store.descriptions, name)) ?? null
  }

  /**
   * What a step shows that looks at an inode; undefined where no step has made it.
   *
   * @param nowMicros when it is carried out
   */
  shownBy(writer: number, { path = '', handle }: Step, nowMicros: number): ShownInode | undefined {
    const number = handle === undefined ? this.inodeAt(path)?.number : this.openAt(writer, handle)?.inode
    return number === undefined ? undefined : this.#shown(number, nowMicros)
  }

  /** By path, what is shown there. */
  shownEverywhere(nowMicros: number): Record<string, ShownInode> {
    const all = [['', rootNumber] as const, ...pathsIn(this.#store)]
    return Object.fromEntries(
      all.map(([name, number]) => [this.#names.pathOf(name), this.#shown(number, nowMicros)]),
    )
  }

  #shown(number: InodeNumber, nowMicros: number): ShownInode {
    const inode = valueAt(this.#store.inodes, number)
    if (!inode) return { number }
    const { modifiedNanos, changedNanos, bornNanos } = inode
    return {
      number,
      // A look dates what nobody has looked at since its list has changed.
      changedMillis: modifiedNanos === undated ? Math.floor(nowMicros / 1000) : millisOf(changedNanos),
      bornMillis: millisOf(bornNanos),
    }
  }

  /** Takes in a step that was carried out. */
  perform(writer: number, step: PendingStep, outcome: StepOutcome, nowMicros: number): Happened {
    if (isNoFileStep(step)) return { access: accessToNothing, seen: '' }
    const op = step.op as FileOperation
    const nowNanos = nanosOf(nowMicros / 1000)
    const asker: Asker = { writer, nowNanos, maker: `${writer}.${step.id}` }
    const happened = Object.hasOwn(operations, op)
      ? this.#perform(asker, op, step, outcome)
      : this.#lose(`${op} is no operation that the store knows`)
    if (op === 'symlink' && outcome.error === undefined) this.#hasLinks = true
    return this.#hasLinks ? this.#throughLinks(asker, happened) : happened
  }

  /** Its process is gone: what it had open is closed, and what it knew is forgotten. */
  kill(writer: number): void {
    this.#store = endOf(this.#store, { writer, nowNanos: 0n })
    this.#names.forget(writer, this.paths)
  }

  /** Begins anew with what is there after a power loss: other files than before, and nothing open. */
  adopt(tree: AdoptedTree): void {
    const named = [...tree].map(([path, node]) => [this.#names.known(path), node] as const)
    this.#store = withTree(emptyStore(this.#store.options), named)
    this.#hasLinks = named.some(([, { kind }]) => kind === 'symlink')
    this.#readers.clear()
    this.unforeseen = null
  }

  #perform(asker: Asker, op: FileOperation, step: PendingStep, outcome: StepOutcome): Happened {
    const { path = '', to = '' } = step
    const given = {
      step,
      outcome,
      path: { path: this.#names.known(path) || '.' },
      to: { path: this.#names.known(to) || '.' },
      data: op === 'write' ? this.#writtenBy(asker.writer, step, outcome) : nothing,
    }
    if (given.data === null) return this.#lose(`${path} cannot be read, so that its data is not known`)
    // How much is free is virtual: what is left is a look at the path.
    if (op === 'statfs') return this.#perform(asker, 'access', { ...step, op: 'access' }, outcome)
    const request = requestOf(op, { ...given, data: given.data })
    if (request === null && outcome.error !== undefined) return failed
    if (request === null) return this.#lose(`what ${op} ${path} was given is not known`)
    const before = this.#store
    const row = operations[op] as Semantics<FileOperation>
    let performed: PerformedWithNotes<Results[FileOperation]>
    try {
      performed = this.#open
        ? row.all(before, asker, request)
        : { ...row.perform(before, asker, request), access: accessToEverything, disk: [] }
    } catch (error) {
      return this.#lose(`${op} ${path}: ${(error as Error).message}`)
    }
    const { access, store } = performed
    const expected: Outcome<Results[FileOperation]> = performed.outcome
    const { error } = outcome
    // A descriptor is given back whatever close says (close(2)).
    if (error !== undefined && op === 'close') this.#store = store
    if (error !== undefined)
      // Whether something else than the directory is at fault is nobody's to know.
      return expected.kind === 'failed' && expected.errno === error ? { access, seen: '' } : failed
    if (expected.kind === 'failed' && looks.has(op)) return { access, seen: expected.errno }
    if (expected.kind !== 'done') {
      const why = expected.kind === 'failed' ? `${expected.errno} was expected` : expected.reason
      return this.#lose(`${op} ${path} succeeds, though ${why}`)
    }
    const { result } = expected
    if (outcome.bytes !== undefined && outcome.bytes !== bytesOf(result))
      return this.#lose(`${op} ${path} gives ${outcome.bytes} bytes, though ${bytesOf(result)} were expected`)
    this.#store = this.#asMade(asker.writer, step, store, outcome)
    this.#openToReadBack(asker.writer, step)
    const observed = this.#open ? row.observes(result) : null
    return { access, seen: observed === null ? '' : digestOf(observed) }
  }

  /** What is made has the mode and the owner that it was seen to have. */
  #asMade(
    writer: number,
    { op, handle, path = '', to = '' }: Step,
    store: Store,
    { made }: StepOutcome,
  ): Store {
    const attributes = madeIn(made)
    if (attributes === null || op === 'chmod') return store
    const name = valueAt(store.handles, handleName(writer, handle ?? 0))
    const opened = handle === undefined || name === undefined ? undefined : valueAt(store.descriptions, name)
    const number = opened?.inode ?? this.inodeAt(op === 'symlink' ? to : path, store)?.number
    return number === undefined ? store : withAttributes(store, number, attributes)
  }

  /** Null where it cannot be told. */
  #writtenBy(writer: number, { handle = 0, position, bytes: asked = 0 }: Step, outcome: StepOutcome) {
    const bytes = outcome.error === undefined ? (outcome.bytes ?? asked) : 0
    if (bytes === 0) return nothing
    if (!this.#open) return zeros(bytes)
    const opened = this.openAt(writer, handle)
    if (!opened) return nothing
    const inode = valueAt(this.#store.inodes, opened.inode)
    const size = inode?.kind === 'file' ? inode.data.size : 0
    const from = opened.appends ? size : (position ?? opened.position)
    return this.#readers.get(opened.inode)?.read(from, bytes) ?? null
  }

  /** As soon as there is a name that leads to it: it stays open when that is gone. */
  #openToReadBack(writer: number, { op, path = '', handle = 0 }: Step): void {
    const opened = op === 'open' && this.#open ? this.openAt(writer, handle) : null
    if (!opened?.writes || this.#readers.has(opened.inode)) return
    this.#readers.set(opened.inode, this.#open?.(path) ?? null)
  }

  /** Where a path leads through links is decided when a step is carried out: it may have been anywhere. */
  #throughLinks({ nowNanos }: Asker, { seen }: Happened): Happened {
    for (const [number, reader] of this.#readers)
      if (reader) this.#store = withData(this.#store, number, reader.whole(), nowNanos)
    return { access: accessToEverything, seen: this.#open ? digestOf(seen, this.key) : '' }
  }

  #lose(why: string): Happened {
    this.unforeseen ??= why
    return failed
  }
}

/** Something that the store cannot tell: it may have looked at anything, and is the same whatever it was. */
const failed: Happened = { access: accessToEverything, seen: '' }

let spare = nothing

/** So many bytes of nothing. */
function zeros(bytes: number): Uint8Array {
  if (spare.length < bytes) spare = new Uint8Array(bytes)
  return spare.subarray(0, bytes)
}

function nanosOf(millis: number): Nanos {
  return BigInt(Math.floor(millis)) * 1_000_000n
}

function millisOf(nanos: Nanos): number | undefined {
  return nanos === unknownNanos ? undefined : Number(nanos / 1_000_000n)
}

function bytesOf(result: Results[FileOperation]): number | undefined {
  if ('bytes' in result) return result.bytes
  return 'data' in result ? result.data.length : undefined
}
