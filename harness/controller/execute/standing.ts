import type { Aliases } from '../../model/aliases.ts'
import { isDrawing } from '../../model/lasting-names.ts'
import { adviceBeyondControl } from '../../model/beyond-control.ts'
import { beyondControlOf, ProgramGone, type Program, type Reaction } from '../../model/program.ts'
import type { CallRecord } from '../../model/record.ts'
import { SharedMap } from '../../model/shared-map.ts'
import type { Decision } from '../../model/schedule.ts'
import { givesTimes, isNoFileStep, type PendingStep } from '../../model/step.ts'
import { sinceOf, type Ready } from './pace.ts'
import type { Writable } from '../../model/writable.ts'

/** A pending step, with what it is called in a schedule. */
export interface Waiting extends Ready {
  readonly decision: Decision
}

/** Where one writer stands within an execution, as its program's reactions tell. */
export class Standing {
  readonly ordinal: number
  readonly program: Program
  /** Steps that wait to be granted, in the order in which they were asked for. */
  pending = new SharedMap<number, Waiting>()
  calls = new SharedMap<number, CallRecord>()
  readonly uncontrolled: string[]
  /** Whether it has ever asked for a step of the file system, granted or not. */
  asksForFiles = false
  /** By step, where the target asked for it; empty unless the execution is traced. */
  readonly sources = new Map<number, string>()
  files: Readonly<Record<string, string>> = {}
  finished = false
  /** The signals for which it has a listener, by number. */
  handles: ReadonlySet<number> = new Set()
  /** It has used the times of files, or may have. */
  seesTimes = false
  /** A call has begun at once beside work that was under way: held back, it could have begun later. */
  hasDeferred = false
  /** The system has let something of it wait for what was held. */
  keptWaiting = false
  /** The synchronous step that blocks its main thread; 0 where none does. */
  blockedOn = 0
  readonly #aliases: Aliases
  #alike = new SharedMap<string, number>()

  constructor(
    ordinal: number,
    program: Program,
    aliases: Aliases,
    uncontrolled: readonly string[] = beyondControlOf(program.traits),
  ) {
    this.ordinal = ordinal
    this.program = program
    this.#aliases = aliases
    this.uncontrolled = [...uncontrolled]
  }

  /**
   * The same, from where each goes on by itself.
   *
   * @param program stands there where this one's stands
   * @param mayWake whether a grant may change since when its steps could have been granted
   */
  fork(program: Program, aliases: Aliases, mayWake: boolean): Standing {
    const fork = new Standing(this.ordinal, program, aliases, this.uncontrolled)
    if (mayWake) for (const [id, waiting] of this.pending) fork.pending.set(id, { ...waiting })
    else fork.pending = this.pending.fork()
    fork.calls = this.calls.fork()
    fork.#alike = this.#alike.fork()
    const { asksForFiles, files, finished, handles, hasDeferred, keptWaiting, seesTimes, blockedOn } = this
    const own = { asksForFiles, files, finished, handles, hasDeferred, keptWaiting, seesTimes, blockedOn }
    return Object.assign(fork, own)
  }

  /**
   * @param sinceMillis virtual time since which it could have asked for what it asks for now
   * @throws HarnessError when the target refuses, or something uncontrolled keeps the process from becoming quiet,
   *   ProgramGone when it is about to end.
   */
  take(reaction: Reaction, sinceMillis: number): void {
    if (reaction.thrown) throw new ProgramGone(this.program, 0)
    if (reaction.refused !== undefined)
      throw this.program.faultOf(`${this.program.label}: ${reaction.refused}`)
    if (reaction.stalledOn) {
      const resources = reaction.stalledOn.join(', ')
      throw this.program.faultOf(
        `${this.program.label} waits for what is not under control: ${resources}; ${adviceBeyondControl}`,
      )
    }
    if (reaction.files) {
      this.files = reaction.files
      this.#aliases.keep(Object.values(reaction.files))
    }
    this.finished ||= reaction.finished === true
    this.hasDeferred ||= reaction.deferred === true
    this.keptWaiting ||= reaction.keptWaiting === true
    this.seesTimes ||= reaction.seesTimes === true
    this.blockedOn = reaction.blockedOn ?? 0
    for (const step of reaction.asked ?? []) this.#ask(step, sinceMillis)
    for (const id of reaction.withdrawn ?? []) this.pending.delete(id)
    for (const record of reaction.calls ?? []) this.calls.set(record.call, record)
    for (const [id, source] of Object.entries(reaction.sources ?? {})) this.sources.set(Number(id), source)
    if (reaction.handles) this.handles = new Set(reaction.handles)
    this.uncontrolled.push(...(reaction.uncontrolled ?? []))
    if (reaction.ended) this.#end(reaction.ended)
  }

  /** Whether its process would still be there: it has something left to do. */
  get isThere(): boolean {
    if (!this.finished) return true
    const waiting: Waiting[] = []
    this.addWaiting(waiting)
    return waiting.length > 0 || this.waitsForOthers
  }

  get pendingCalls(): number {
    let count = 0
    if (!this.finished) for (const { outcome } of this.calls.values()) count += Number(outcome === 'pending')
    return count
  }

  /** Its program has come to its end: nothing that it waits for will ever be. */
  #end(what: NonNullable<Reaction['ended']>): void {
    if (what === 'process') this.program.kill()
    this.pending.clear()
    this.blockedOn = 0
    this.finished = true
  }

  /** Its process is no more, and does nothing any more. */
  kill(): void {
    this.program.kill()
    this.end()
  }

  /** It does nothing any more. */
  end(): void {
    this.pending.clear()
    this.blockedOn = 0
    this.finished = true
  }

  /** All that it waits for are timers, and none of them keeps its process alive. */
  get hasOnlyLooseTimers(): boolean {
    return this.pending.size > 0 && [...this.pending.values()].every(({ step }) => step.unref === true)
  }

  /** Adds what its process would take now. */
  addWaiting(choices: Waiting[]): void {
    let hasTimers = false
    for (const { step } of this.pending.values()) hasTimers ||= step.op === 'timer'
    if (hasTimers) choices.push(...this.#withTimers([...this.pending.values()]))
    else for (const waiting of this.pending.values()) if (!this.#isHeldUp(waiting)) choices.push(waiting)
  }

  /** Whether any of its steps has to wait for another writer. */
  get waitsForOthers(): boolean {
    if (!this.program.isHeldUp) return false
    return [...this.pending.values()].some((waiting) => this.#isHeldUp(waiting))
  }

  #isHeldUp({ step }: Waiting): boolean {
    return this.program.isHeldUp?.(step.id) === true
  }

  #withTimers(waiting: readonly Waiting[]): readonly Waiting[] {
    const timers = waiting.filter(({ step }) => step.op === 'timer')
    const steps = waiting.filter(({ step }) => step.op !== 'timer')
    // A timer fires on the main thread, and one writer's timers fire in the order in which they are due.
    const next = timers.reduce((first, timer) => (dueOf(timer) < dueOf(first) ? timer : first))
    if (this.blockedOn !== 0) return waiting.filter((each) => each.step.op !== 'timer' || each.step.sync)
    // A process whose every timer is unreferenced ends without waiting for them.
    const alive = steps.length > 0 || timers.some(({ step }) => step.unref === undefined)
    return alive ? [...steps, next] : []
  }

  #ask(step: PendingStep, askedMillis: number): void {
    const { op, call } = step
    this.asksForFiles ||= !isNoFileStep({ op })
    this.seesTimes ||= !this.program.traits.tellsUseOfTimes && givesTimes(step)
    const path = step.path === undefined ? undefined : this.#aliases.of(step.path, isDrawing(step))
    const to = step.to === undefined ? undefined : this.#aliases.of(step.to)
    const key = `${call} ${op} ${path} ${to}`
    const ordinal = (this.#alike.get(key) ?? 0) + 1
    this.#alike.set(key, ordinal)
    const decision: Writable<Decision> = { writer: this.ordinal, call, op, ordinal }
    if (path !== undefined) decision.path = path
    if (to !== undefined) decision.to = to
    if (step.receiver !== undefined) decision.receiver = step.receiver
    if (step.signal !== undefined) decision.signal = step.signal
    const sinceMillis = sinceOf(step, askedMillis)
    this.pending.set(step.id, { writer: this.ordinal, step, decision, sinceMillis })
  }
}

function dueOf({ step }: Waiting): number {
  return step.dueMillis ?? 0
}
