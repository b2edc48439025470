import { accessToEverything } from '../../model/access.ts'
import { virtualStartMillis } from '../../model/clock.ts'
import { CanonicalNames } from '../../model/canonical-names.ts'
import { digestOf } from '../../model/digest.ts'
import type { Fault } from '../../model/fault.ts'
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
  type Untold,
} from '../../model/step.ts'
import type { Asker } from '../draft/draft.ts'
import { rootNumber, type Inode, type InodeNumber } from '../inode.ts'
import { keyOf, undatedKeyOf } from '../key.ts'
import { operations } from '../operations.ts'
import { observationOfUndated } from '../operations/observations.ts'
import { valueAt } from '../ordered-map.ts'
import { endOf } from '../processes.ts'
import type { Results } from '../results.ts'
import type { PerformedWithNotes, Semantics } from '../semantics.ts'
import { emptyStore, handleName, stepCredentials, type Description, type Store } from '../store.ts'
import { failedWith, happenedBy, refusedWith, untouched } from './happened-by.ts'
import { inodeAt, pathsIn } from './look-up.ts'
import { madeIn, requestOf } from './request-of.ts'
import { bytesOf, nanosOf, zeros } from './units.ts'
import { listedIn } from './listed.ts'
import { shownIn } from './shown-in.ts'
import { givenOf, lacksMode, untoldBy } from './untold.ts'
import { withAttributes, withData, withTree, type AdoptedTree } from './taken-over.ts'

export interface ShadowOptions {
  /** As `CanonicalNames` takes them. */
  readonly sessionFiles?: readonly string[] | undefined
  /** Names that others have mentioned before, in place of session files; absent where nobody has. */
  readonly names?: CanonicalNames | undefined
  /** Of an execution that has begun; default: nothing is there. */
  readonly store?: Store | undefined
  /** Opens a file to read back what is written to it. Absent where nobody asks for data, nor for what steps meet in. */
  readonly open?: OpenReader | undefined
  /** Whether times of files tell states, and observations, apart; default: they do. They need not where nobody uses any. */
  readonly isDated?: boolean | undefined
  /** Shapes of names that are the same every time, though they look made up: see `listedIn`. It may grow. */
  readonly lasting?: ReadonlySet<string> | undefined
}

/** Absolute, so that a link which leads out of the directory leads out of the store. */
const rootPath = '/@root'
const looks: ReadonlySet<FileOperation> = new Set(['stat', 'lstat'])
const nothing = new Uint8Array(0)

/** What comes of a step, as the store has it. */
export interface Foreseen {
  readonly happened: Happened & { readonly tells: string }
  /** How many bytes it moves, where it moves any. */
  readonly bytes: number | undefined
}

const noReader: OpenReader = () => null

function newStore(keepsData: boolean): Store {
  const options = { credentials: stepCredentials, rootPath, looks: 'virtual', keepsData } as const
  return emptyStore(options, nanosOf(virtualStartMillis))
}

/**
 * The one file system in memory of an execution: it is taken along by the steps of all writers, and knows what the
 * real directory holds. What a step gave is compared with what the store says it gives.
 */
export class Shadow {
  /** Why the store no longer knows what is in the directory: then nothing may be concluded from it. Null while it does. */
  unforeseen: string | null = null
  readonly #isDated: boolean
  readonly #lasting: ReadonlySet<string>
  #names: CanonicalNames
  readonly #open: OpenReader | undefined
  readonly #readers = new Map<InodeNumber, ReadBack | null>()
  #store: Store
  #hasLinks = false
  /** What was foreseen of the step that is carried out next; null where nothing was. */
  #foreseen: (Foreseen & { readonly step: PendingStep; readonly store: Store }) | null = null

  constructor({ sessionFiles, names, store, open, isDated = true, lasting = new Set() }: ShadowOptions = {}) {
    this.#isDated = isDated
    this.#lasting = lasting
    this.#names = names?.fork() ?? new CanonicalNames(sessionFiles)
    this.#open = open
    this.#store = store ?? newStore(open !== undefined)
  }

  get store(): Store {
    return this.#store
  }

  /** The same, from where each goes on by itself; it foresees, and reads nothing back. */
  fork(): Shadow {
    const fork = new Shadow({
      names: this.#names,
      store: this.#store,
      open: noReader,
      isDated: this.#isDated,
      lasting: this.#lasting,
    })
    fork.#hasLinks = this.#hasLinks
    fork.unforeseen = this.unforeseen
    return fork
  }

  /** Canonical ones of all that was mentioned up to now. */
  get names(): CanonicalNames {
    return this.#names.fork()
  }

  /** The path that a canonical name stands for here; the same name where nobody has mentioned it. */
  pathOf(name: string): string {
    return this.#names.pathOf(name)
  }

  /** Names the state of the directory: see `keyOf`. */
  get key(): string {
    return this.#isDated ? keyOf(this.#store) : undatedKeyOf(this.#store)
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
    return number === undefined ? undefined : shownIn(this.#store, number, nowMicros)
  }

  /** By path, what is shown there. */
  shownEverywhere(nowMicros: number): Record<string, ShownInode> {
    const all = [['', rootNumber] as const, ...pathsIn(this.#store)]
    return Object.fromEntries(
      all.map(([name, number]) => [this.#names.pathOf(name), shownIn(this.#store, number, nowMicros)]),
    )
  }

  /** Takes in a step that was carried out. @param isRefused its error was injected */
  perform(
    writer: number,
    step: PendingStep,
    outcome: StepOutcome,
    nowMicros: number,
    isRefused = false,
  ): Happened {
    const foreseen = this.#foreseen
    this.#foreseen = null
    if (
      foreseen &&
      foreseen.step === step &&
      (outcome.error === undefined || foreseen.happened.tells[0] === '!')
    ) {
      this.#store = foreseen.store
      return foreseen.happened
    }
    if (isNoFileStep(step)) return { ...untouched, tells: outcome.error ?? '' }
    const op = step.op as FileOperation
    const nowNanos = nanosOf(nowMicros / 1000)
    const asker: Asker = { writer, nowNanos, maker: `${writer}.${step.id}` }
    const happened = Object.hasOwn(operations, op)
      ? this.#perform(asker, step, outcome, isRefused)
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

  /**
   * What would come of a step, so that it can be answered without whoever would carry it out. It is what is taken in next.
   *
   * @param untold what it is given beside what it tells
   * @param fault strikes it
   * @returns null where that cannot be told
   */
  foresee(
    writer: number,
    step: PendingStep,
    { untold, fault, nowMicros }: { untold: Untold; fault: Fault | undefined; nowMicros: number },
  ): Foreseen | null {
    this.#foreseen = null
    if (this.#hasLinks || this.unforeseen !== null || fault?.kind === 'errno') return null
    if (isNoFileStep(step)) return { happened: { ...untouched, tells: '' }, bytes: undefined }
    const given = givenOf(this.#store, step, { untold, fault, opened: this.openAt(writer, step.handle ?? 0) })
    const asker: Asker = { writer, nowNanos: nanosOf(nowMicros / 1000), maker: `${writer}.${step.id}` }
    const done = given && this.#work(asker, step, given.outcome, given.data)
    if (!done || typeof done === 'string' || done.outcome.kind === 'unknown') return null
    const { access, store, outcome } = done
    const op = step.op as FileOperation
    if (outcome.kind === 'failed') {
      const failed = happenedBy(access, looks.has(op) ? outcome.errno : '', null)
      const told = { ...failed, tells: `!${outcome.errno}` }
      this.#foreseen = { happened: told, bytes: undefined, step, store: this.#store }
      return this.#foreseen
    }
    const makes = this.#isMade(writer, step, store)
    if (lacksMode(op, makes, untold)) return null
    const seen = this.#seenIn(step, outcome.result)
    const bytes = bytesOf(outcome.result)
    const written = op === 'write' ? given.data : null
    const tells = `${bytes} ${seen}${listedIn(outcome.result, this.#names, this.#lasting)}`
    const after = makes ? this.#asMade(writer, step, store, untold) : store
    this.#foreseen = { happened: { access, seen, tells, untold, written }, bytes, step, store: after }
    return this.#foreseen
  }

  #perform(asker: Asker, step: PendingStep, outcome: StepOutcome, isRefused: boolean): Happened {
    const { path = '' } = step
    const op = step.op as FileOperation
    const data = op === 'write' ? this.#writtenBy(asker.writer, step, outcome) : nothing
    if (data === null) return this.#lose(`${path} cannot be read, so that its data is not known`)
    const done = this.#work(asker, step, outcome, data)
    const { error } = outcome
    if (done === null && error !== undefined) return failedWith(error)
    if (done === null) return this.#lose(`what ${op} ${path} was given is not known`)
    if (typeof done === 'string') return this.#lose(`${op} ${path}: ${done}`)
    const { access, store, outcome: expected } = done
    // A descriptor is given back whatever close says (close(2)).
    if (error !== undefined && op === 'close') this.#store = store
    if (error !== undefined)
      // Whether something else than the directory is at fault is nobody's to know.
      return expected.kind === 'failed' && expected.errno === error
        ? happenedBy(access, looks.has(op) ? error : '', this.#open ? `!${error}` : null)
        : isRefused
          ? refusedWith(error, step, access)
          : failedWith(error)
    if (expected.kind === 'failed' && looks.has(op))
      return happenedBy(access, expected.errno, `!${expected.errno}`)
    if (expected.kind !== 'done') {
      const why = expected.kind === 'failed' ? `${expected.errno} was expected` : expected.reason
      return this.#lose(`${op} ${path} succeeds, though ${why}`)
    }
    const { result } = expected
    if (outcome.bytes !== undefined && outcome.bytes !== bytesOf(result))
      return this.#lose(`${op} ${path} gives ${outcome.bytes} bytes, though ${bytesOf(result)} were expected`)
    const makes = this.#isMade(asker.writer, step, store)
    this.#store = this.#asMade(asker.writer, step, store, outcome)
    this.#openToReadBack(asker.writer, step)
    if (!this.#open) return happenedBy(access, '', null)
    const seen = this.#seenIn(step, result)
    const untold = untoldBy(step, { outcome, data, makes })
    const written = op === 'write' ? data : null
    const tells = `${bytesOf(result)} ${seen}${listedIn(result, this.#names, this.#lasting)}`
    return { access, seen, tells, untold, written }
  }

  /** Null where what is asked for cannot be told, and why where the store cannot work at all. */
  #work(
    asker: Asker,
    step: PendingStep,
    outcome: StepOutcome,
    data: Uint8Array,
  ): PerformedWithNotes<Results[FileOperation]> | string | null {
    const { path = '', to = '' } = step
    // How much is free is virtual: what is left is a look at the path.
    const op = step.op === 'statfs' ? 'access' : (step.op as FileOperation)
    const request = requestOf(op, {
      step,
      outcome,
      path: { path: this.#names.known(path) || '.' },
      to: { path: this.#names.known(to) || '.' },
      data,
    })
    if (request === null) return null
    const row = operations[op] as Semantics<FileOperation>
    try {
      return this.#open
        ? row.all(this.#store, asker, request)
        : { ...row.perform(this.#store, asker, request), access: accessToEverything, disk: [] }
    } catch (error) {
      return (error as Error).message
    }
  }

  #seenIn({ op, withoutTimes }: Step, result: Results[FileOperation]): string {
    const row = operations[op === 'statfs' ? 'access' : (op as FileOperation)] as Semantics<FileOperation>
    const isUndated = (withoutTimes || !this.#isDated) && 'modifiedNanos' in result
    const observed = isUndated ? observationOfUndated(result) : row.observes(result)
    return observed === null ? '' : digestOf(observed)
  }

  /** Whether a step has made what it is about; the store is the one after it. */
  #isMade(writer: number, { op, handle = 0 }: Step, store: Store): boolean {
    if (op !== 'open') return op === 'mkdir' || op === 'mkdtemp'
    const opened = valueAt(store.descriptions, valueAt(store.handles, handleName(writer, handle)) ?? '')
    return opened !== undefined && valueAt(this.#store.inodes, opened.inode) === undefined
  }

  /** What is made has the mode and the owner that it was seen to have. */
  #asMade(
    writer: number,
    { op, handle, path = '', to = '' }: Step,
    store: Store,
    { made }: Pick<StepOutcome, 'made'> | Untold,
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
  #throughLinks({ nowNanos }: Asker, { seen, written }: Happened): Happened {
    for (const [number, reader] of this.#readers)
      if (reader) this.#store = withData(this.#store, number, reader.whole(), nowNanos)
    const seenByAll = this.#open ? digestOf(seen, this.key) : ''
    return { ...happenedBy(accessToEverything, seenByAll, null), written }
  }

  #lose(why: string): Happened {
    this.unforeseen ??= why
    return happenedBy(accessToEverything, '', null)
  }
}
