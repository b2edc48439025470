import { isDeepStrictEqual } from 'node:util'
import { virtualStartMillis } from '../../model/clock.ts'
import type { CanonicalNames } from '../../model/canonical-names.ts'
import { attributing, type Classify } from '../../model/content.ts'
import { Aftermath } from '../../faults/aftermath.ts'
import type { Fault, Struck } from '../../model/fault.ts'
import { findsOf } from '../../filesystem/shadow/finds-of.ts'
import type { Shadow } from '../../filesystem/shadow/shadow.ts'
import type { Finds } from '../../model/finds.ts'
import type { Reaction } from '../../model/program.ts'
import type { ExecutionRecord } from '../../model/record.ts'
import { describeDecision, type Choice, type Decision } from '../../model/schedule.ts'
import type { StepEvent } from '../../model/step-log.ts'
import type { PendingStep } from '../../model/step.ts'
import { struckBy } from '../../model/struck-removals.ts'
import type { Chosen } from '../../model/strategy.ts'
import type { Tree } from '../../model/tree.ts'
import { describeLoss, persistenceModels } from '../../faults/power-loss/index.ts'
import { treeLeftOn } from './tree-left-on.ts'
import type { Home, Kept } from './kept.ts'
import { carriedOutBy, deliveryOf, type Delivery } from './deliver.ts'
import type { DiskRecord } from './disk-record.ts'
import type { Loader } from './loader.ts'
import type { Standstill } from './livelock.ts'
import type { NextStart } from './next-start.ts'
import { Pace, type Offered } from './pace.ts'
import type { Observer } from './observer.ts'
import { Progress } from './progress.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import { SessionWatch } from './session-watch.ts'
import { Sight, type Moment } from './sight.ts'
import type { Workload } from '../../model/workload.ts'
import type { Standing, Waiting } from './standing.ts'
import { shownBy } from './shown-by.ts'
import { Starts } from './starts.ts'
import { logOf, type Logged } from './taken.ts'
import { witnessing } from './witnessing.ts'

type PowerLoss = Extract<Fault, { kind: 'power-loss' }>

/** One execution as it goes: its clock, its log, and what the session files have held. */
export class ExecutionState {
  #latest: Logged | null = null
  faults: Struck[] = []
  /** Null until a fault has struck. */
  #aftermath: Aftermath | null = null
  /** What was decided and may tell in the future, for the names of states. */
  #struck: (readonly unknown[])[] = []
  readonly watch: SessionWatch
  /** Steps granted so far. */
  position = 0
  #starts = new Starts()
  /** Null until the application starts again after a crash. */
  next: NextStart | null = null
  readonly #dir: RunDirectory
  readonly #disk: DiskRecord | null
  /** All that follow it: no step, end or loss is told to one of them alone. */
  #observers: readonly Observer[]
  /** Tells whose the bytes of a file are, too, where that is followed. */
  readonly #attributed: (classify: Classify) => Classify
  /** A writer was killed, or power was lost, and the application has not started again since. */
  hasCrashed = false
  #progress = new Progress()
  readonly #standings: Standing[]
  /** How many there are before any crash. */
  #writers: number
  readonly #shadow: Shadow
  readonly #sight: Sight
  readonly #loader: Loader | null
  readonly #workload: Workload | null
  #nowMicros = virtualStartMillis * 1000
  #pace = new Pace<Waiting>()
  #isUnforeseen = false
  /** How often calls, or files, were told of. */
  #told = 0

  /** @param seen tells what files hold; of a fork, what watches them */
  constructor(
    dir: RunDirectory,
    standings: Standing[],
    seen: Classify | SessionWatch,
    shadow: Shadow,
    { keys = null, disk = null, provenance = null, loader = null, workload, witness = null }: Kept = {},
  ) {
    this.#dir = dir
    this.#disk = disk
    const witnesses = witness ? witnessing(witness) : null
    this.#observers = [keys, witnesses, provenance, disk].filter((each) => each !== null)
    this.#attributed = (classify) =>
      provenance ? attributing(classify, (session) => provenance.of(this.files[session] ?? '')) : classify
    this.#standings = standings
    this.#writers = standings.length
    this.#workload = workload ?? null
    this.#shadow = shadow
    this.#loader = loader
    this.watch = seen instanceof SessionWatch ? seen : new SessionWatch(dir, this.#attributed(seen))
    this.#sight = new Sight({ dir, shadow, keys, loader, watch: this.watch })
  }

  /** The same, from where each goes on by itself. */
  fork({ dir, standings, shadow, keys, disk }: Home): ExecutionState {
    const loader = this.#loader?.fork(dir) ?? null
    const kept = {
      keys,
      disk: this.next ? null : disk,
      loader,
      ...(this.#workload && { workload: this.#workload }),
    }
    const fork = new ExecutionState(dir, standings, this.watch.fork(dir), shadow, kept)
    fork.#latest = this.#latest
    fork.faults = [...this.faults]
    fork.#aftermath = this.#aftermath?.fork() ?? null
    fork.#struck = [...this.#struck]
    fork.position = this.position
    fork.#starts = this.#starts.fork()
    fork.next = this.next
    fork.hasCrashed = this.hasCrashed
    fork.#progress = this.#progress.fork()
    fork.#writers = this.#writers
    fork.#nowMicros = this.#nowMicros
    fork.#pace = this.#pace.fork()
    fork.#told = this.#told
    // It has offered what this one has.
    fork.offer()
    return fork
  }

  readonly decisionOf = (choice: Choice): Decision => (choice as Waiting).decision

  readonly findsOf = ({ writer, step }: Choice): Finds => findsOf(this.#shadow, writer, step)

  /** What each step did; put into words only where somebody asks. */
  log(): StepEvent[] {
    return logOf(this.#latest)
  }

  /** By session, its file's path relative to the run directory; empty until a target has been opened. */
  get files(): Readonly<Record<string, string>> {
    return this.#standings.find(({ files }) => Object.keys(files).length > 0)?.files ?? {}
  }

  /** See `Shadow.names`. */
  get names(): CanonicalNames {
    return this.#shadow.names
  }

  /** For how long it has come no further. */
  get standstill(): Standstill {
    return {
      ...this.#progress.since(this.position, this.#nowMicros),
      waiting: this.#standings.reduce((sum, { pendingCalls }) => sum + pendingCalls, 0),
      shortest: () => this.#progress.shortestWait(this.#standings),
    }
  }

  get nowMicros(): number {
    return this.#nowMicros
  }

  /** The faults so far: with them, two states of the directory and of the writers have different futures. */
  get struck(): unknown {
    if (this.#struck.length === 0) return null
    return [this.#struck.map((each) => JSON.stringify(each)).toSorted(), this.#aftermath?.parts()]
  }

  /** Stands for all of the history that oracles are told of. */
  get history(): string {
    return `${this.#told} ${this.watch.changes} ${this.faults.length} ${this.restarts} ${this.#starts.noted}`
  }

  /** What a power loss may yet take depends on the order of all that was asked of the disk; null once it cannot come. */
  get asked(): string | null {
    return this.hasCrashed || this.next ? null : (this.#disk?.digest ?? null)
  }

  /** How often the application has started again. */
  get restarts(): number {
    return this.#standings.length - this.#writers
  }

  /** For the record. */
  get restarted(): Pick<ExecutionRecord, 'restart' | 'earlierRestarts'> {
    return this.#starts.upTo(this.restarts)
  }

  /** The crash is over: a new writer begins, and nobody reads until it has recovered. */
  restart(standing: Standing, next: NextStart): void {
    this.hasCrashed = false
    // One that was killed before it had recovered has found nothing that counts.
    if (this.restarts > this.#starts.noted) this.noteStart('it was killed at its start')
    this.#progress.noteSettled(standing.ordinal, this.position, this.#nowMicros)
    this.#standings.push(standing)
    this.#aftermath = null
    this.next = next
    // Power is lost no more: what the disk holds from now on is nobody's question.
    this.#observers = this.#observers.filter((each) => each !== this.#disk)
    this.watch.pause(this.#attributed(next.classify))
  }

  /** The directory holds what the disk had, whatever was there before. */
  adopt(tree: Tree): void {
    this.#shadow.adopt(tree)
  }

  /** What can go next, and the timers that are held back. */
  offer(): Offered<Waiting> {
    const waiting: Waiting[] = []
    for (const standing of this.#standings) standing.addWaiting(waiting)
    return this.#pace.offer(waiting)
  }

  /** See `Pace.mayWake`. */
  get mayWake(): boolean {
    return this.#pace.mayWake
  }

  /** Which timers are held back, and will be, for the names of states. */
  get pace(): unknown {
    return this.#pace.parts()
  }

  /** Lets the chosen step go, and takes in all that came of it. */
  grant({ choice, fault }: Chosen): void {
    if (this.#standings.some(({ uncontrolled }) => uncontrolled.length > 0))
      this.#sight.lookForUnseen(this.#moment)
    const { writer, step } = choice
    const standing = this.#standings[writer - 1] as Standing
    const decision = this.decisionOf(choice)
    this.position += 1
    this.#progress.noteGrant(writer, this.position)
    const before = this.#shadow.store
    standing.pending.delete(step.id)
    const aftermath = fault ? undefined : this.#aftermath?.strike(writer, step, this.findsOf(choice))
    const struck = fault ?? aftermath
    if (struck) this.#note(writer, step, struck, fault !== undefined)
    const delivery = step.op === 'signal' && !struck ? this.#deliver(standing, step) : null
    const endsItself = delivery?.kind === 'kills' && delivery.receiver === standing
    const isKilled = struck?.kind === 'kill' || endsItself
    let reaction = notGranted
    if (!isKilled || (struck?.kind === 'kill' && struck.bytes !== undefined)) {
      // Time stands still but for timers: what a writer sees of it shall not tell how others were scheduled.
      this.#nowMicros = Math.max(this.#nowMicros, (step.dueMillis ?? 0) * 1000)
      const { position, nowMicros } = this
      const shown = shownBy(this.#shadow, writer, step, nowMicros)
      const grant = { id: step.id, position, nowMicros, fault: carriedOutBy(struck, delivery), ...shown }
      reaction = standing.program.grant(grant, () => describeDecision(decision))
    }
    const sinceMillis = this.#pace.grant(choice as Waiting, this.#nowMicros / 1000)
    const { outcome = {} } = reaction
    // What a target does to the directory itself may have put another one in its place.
    if (step.path === '' || step.to === '') this.#dir.assertInPlace()
    const happened =
      reaction === notGranted
        ? null
        : this.#shadow.perform(writer, step, outcome, this.#nowMicros, struck?.kind === 'errno')
    const { position, nowMicros } = this
    const done = happened && { outcome, happened }
    const granted = { writer, step, struck, done, isKilled, nowMicros, position, shadow: this.#shadow }
    for (const observer of this.#observers) observer.take?.(granted)
    this.#noteUnforeseen(standing)
    const isUndone = done === null || struck?.kind === 'errno'
    if (!isUndone && outcome.error === undefined && this.#shadow.store.inodes !== before.inodes)
      this.#progress.noteChange(writer, this.position, this.#nowMicros)
    const held = isUndone ? undefined : this.#sight.lookAfter(before, this.#moment)
    const source = standing.sources.get(step.id)
    const taken = { decision, sync: step.sync, outcome, held, fault, aftermath, source, lost: undefined }
    this.#latest = { taken, before: this.#latest }
    if (isKilled) {
      this.#kill(standing)
      return
    }
    if (reaction.calls?.some((call) => call.settled !== null))
      this.#progress.noteSettled(writer, this.position, this.#nowMicros)
    this.take(standing, reaction, sinceMillis)
    if (delivery?.kind === 'kills') this.#kill(delivery.receiver)
    if (!standing.isThere) for (const observer of this.#observers) observer.end?.(writer)
    if (struck?.kind === 'power-loss') this.#losePower(struck)
  }

  /** What the file system in memory does not foresee has to do with anything: nothing is concluded from it. */
  #noteUnforeseen({ uncontrolled }: Standing): void {
    const { unforeseen } = this.#shadow
    if (unforeseen === null || this.#isUnforeseen) return
    this.#isUnforeseen = true
    uncontrolled.push(`not foreseen: ${unforeseen}`)
  }

  #deliver(sender: Standing, { receiver = 0, signal = 0 }: PendingStep): Delivery {
    const delivery = deliveryOf(signal, this.#standings[receiver - 1])
    if (delivery.kind === 'unknown') sender.uncontrolled.push(delivery.note)
    return delivery
  }

  /** No writer goes on, and the directory is what the disk had of it. @throws ReplayDivergence as `treeLeftOn` does. */
  #losePower({ model, missing }: PowerLoss): void {
    const { operations = [] } = this.#disk ?? {}
    const persistence = persistenceModels[model]
    const tree = treeLeftOn(this.#disk, persistence, missing, this.position)
    const latest = this.#latest?.taken
    if (latest) latest.lost = describeLoss(operations, persistence, missing)
    for (const standing of this.#standings) standing.kill()
    this.#dir.clear()
    this.#dir.materialise(tree)
    this.adopt(tree)
    const writers = this.#standings.map(({ ordinal }) => ordinal)
    for (const observer of this.#observers) observer.losePower?.(persistence, missing, writers)
    if (latest) latest.held = { ...latest.held, ...this.watch.differing(this.files) }
    this.hasCrashed = true
  }

  #note(writer: number, step: PendingStep, fault: Fault, isDecided: boolean): void {
    const { tellsUseOfTimes } = (this.#standings[writer - 1] as Standing).program.traits
    this.faults.push(struckBy(fault, writer, step, tellsUseOfTimes))
    if (!isDecided) return
    this.#aftermath ??= new Aftermath()
    this.#aftermath.add(writer, step, fault)
    // Before which of its steps a writer was killed makes no difference any more.
    this.#struck.push(fault.kind === 'kill' ? ['kill', writer] : [writer, step.id, fault])
  }

  /** The process goes, with all that it had asked for; what it has written stays. */
  #kill(standing: Standing): void {
    const { ordinal, calls } = standing
    standing.kill()
    this.hasCrashed = true
    this.#shadow.kill(ordinal)
    const made = [...calls.values()]
    for (const observer of this.#observers) observer.kill?.(ordinal, made)
  }

  /**
   * @param sinceMillis virtual time since which the writer could have asked for what it asks for
   * @throws HarnessError when it names other files than another writer, or as `Standing.take` does.
   */
  take(standing: Standing, reaction: Reaction, sinceMillis = this.#nowMicros / 1000): void {
    const asked = this.#shadow.take(standing.ordinal, reaction.files, reaction.asked)
    for (const observer of this.#observers) observer.react?.(standing.ordinal, reaction, asked)
    if (reaction.refused !== undefined && this.next && standing.calls.size === 0) {
      this.noteStart(reaction.refused)
      standing.end()
      return
    }
    standing.take(reaction, sinceMillis)
    this.#progress.noteAsked(standing.ordinal, reaction.asked, this.#nowMicros)
    if (reaction.calls || reaction.files) this.#told += 1
    if (reaction.ended === 'process')
      for (const observer of this.#observers) observer.exit?.(standing.ordinal)
    if (reaction.recovered) this.noteStart()
    if (!reaction.files) return
    if (this.position > 0 && !this.next) this.#sight.lookAtFirst(this.#moment)
    const other = this.#standings.find(
      ({ files }) => !isDeepStrictEqual({ ...files, ...standing.files }, { ...standing.files, ...files }),
    )
    if (!other) return
    const labels = [other, standing].map(({ program }) => program.label).toSorted()
    throw standing.program.faultOf(`${labels.join(' and ')} name different files for one session`)
  }

  /**
   * What was found at the latest start: nothing has been done since, for every step waits to be granted.
   *
   * @param failed why it has not come as far as its next call, in words; nobody reads then
   */
  noteStart(failed?: string): void {
    const { position, watch, files } = this
    if (failed === undefined) watch.resume()
    for (const [session, file] of Object.entries(files)) watch.look(session, file, position)
    this.load()
    this.#starts.note(this.restarts, {
      ...(failed !== undefined && { failed }),
      position,
      recovers: this.next?.recovers === true,
      finals: watch.finals(),
      entries: this.#dir.entries(),
    })
  }

  /** The choice of the writer that has waited longest: what starves nobody. */
  leastRecent<T extends Choice>(choices: readonly T[]): T {
    return this.#progress.leastRecent(choices)
  }

  /** What of the directory changed at some moment, or differs at the end, without a step that did it. */
  escapes(entries: readonly string[]): readonly string[] {
    return this.#sight.escapes(entries, this.#moment)
  }

  /** What the application sees now; by session, where that is something new. */
  load(): void {
    this.#sight.load(this.#moment)
  }

  get #moment(): Moment {
    const workload = this.next?.workload ?? this.#workload
    return { position: this.position, nowMicros: this.#nowMicros, files: this.files, workload }
  }
}

/** Of a writer that is killed while it waits. */
const notGranted: Reaction = {}
