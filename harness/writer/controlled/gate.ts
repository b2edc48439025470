import { virtualStartMillis } from '../../model/clock.ts'
import type { Fault } from '../../model/fault.ts'
import type { Grant, Reaction } from '../../model/program.ts'
import { positionAfter } from '../../model/position.ts'
import type { CallRecord } from '../../model/record.ts'
import { signalName, signalNumbers } from '../../model/signals.ts'
import type { ShownInode } from '../../model/shown-inode.ts'
import type { PendingStep, Step, StepOutcome } from '../../model/step.ts'
import type { Thrown } from '../../model/thrown.ts'
import { grantOf, ReactionEncoder } from '../../protocol/controlled-codec.ts'

import type { FrameChannel } from '../../protocol/frame-channel.ts'
import { kernelNameOf } from '../fs/errors.ts'
import type { Gate, Posted, StepRequest } from '../gate.ts'
import type { Dates, Made } from '../fs/inodes.ts'
import type { Sources } from './sources.ts'
import type { Writable } from '../../model/writable.ts'

type Done = (error: NodeJS.ErrnoException | null, value?: unknown) => void

interface Pending {
  readonly request: StepRequest
  readonly call: number
  /** Null for a synchronous step: its caller is on the stack. */
  readonly done: Done | null
}

type Settlement = { readonly error: NodeJS.ErrnoException } | { readonly value: unknown }

/** Captured before the virtual timers are there. */
const { setImmediate } = globalThis

/**
 * The writer's end of the hand-off. A step is announced with the next reaction, which leaves once this process has
 * nothing left to run or blocks on a synchronous step; a granted step is performed right there, and what it gave
 * reaches the target's code in a fresh turn of the event loop, as from a thread of libuv's pool.
 */
export class ControlledGate implements Gate {
  readonly #channel: FrameChannel
  readonly #reactions: ReactionEncoder
  readonly #currentCall: () => number
  readonly #pending = new Map<number, Pending>()
  #reaction: Writable<Reaction> & {
    asked?: PendingStep[]
    withdrawn?: number[]
    uncontrolled?: string[]
    sources?: Record<number, string>
  } = {}
  #calls = new Map<number, CallRecord>()
  #last = 0
  #executing = false
  /** How many timers fire yet. What a load asks for beyond that never does; in an execution somebody decides. */
  #timersLeft = Infinity
  /** Called when a load has asked for more timers than fire. */
  #onSpent = () => {}
  /** A timer was asked for since this was set back. */
  waited = false
  #blocked = false
  /** Settlements of steps that were performed while the main thread was blocked: they are delivered after it. */
  #held: (() => void)[] = []
  /** Steps granted so far, in all writers, and what this writer has told since: orders calls within a reaction. */
  #position = 0
  #told = 0
  nowMillis = virtualStartMillis
  /** A clock was looked at since the last reaction. */
  #hasLooked = false
  /** Times of files were used in this execution. */
  #usesTimes = false
  /** What the granted step shows of inodes, and what it says of one that it may have made. */
  #granted: Pick<Grant, 'inode' | 'inodes'> = {}
  #made: string | undefined
  #dated: string | undefined
  #sources: Sources | null = null
  /** The program has ended: nothing is granted any more. */
  #isOver = false
  readonly #leave: () => never
  /** As told last. */
  #handled = ''
  /** Messages received: tells whether this process goes on at all. */
  turns = 0

  /**
   * @param currentCall ordinal of the call whose code is running, 0 where none is
   * @param leave ends this process without a word to the target
   */
  constructor(channel: FrameChannel, currentCall: () => number, leave: () => never) {
    this.#leave = leave
    this.#channel = channel
    this.#reactions = new ReactionEncoder(channel)
    this.#currentCall = currentCall
  }

  post<T>(request: StepRequest<T>, done: (error: NodeJS.ErrnoException | null, value?: T) => void): Posted {
    if (this.#isOver) return { cancel: () => {} }
    const id = this.#ask(request, done as Done)
    const isTimer = request.step.op === 'timer'
    // One that never fires decides nothing: what settles without it has not waited.
    const fires = !isTimer || this.#mayFire()
    if (isTimer && fires) this.waited = true
    if (fires && !this.#executing) setImmediate(() => this.#pending.has(id) && this.#carryOut(id))
    return {
      cancel: () => {
        if (this.#pending.delete(id)) (this.#reaction.withdrawn ??= []).push(id)
      },
    }
  }

  block<T>(request: StepRequest<T>): T {
    const isTimer = request.step.op === 'timer'
    if (isTimer) this.waited = true
    if (isTimer && !this.#mayFire()) throw new Error('nothing goes on, so that there is nothing to wait for')
    if (!this.#executing) return request.perform()
    // Left over by an `exit` handler: in a process of its own it would never have run.
    if (this.#isOver) {
      this.exit()
      this.#leave()
    }
    const id = this.#ask(request, null)
    this.#blocked = true
    try {
      for (;;) {
        this.#reaction.blockedOn = id
        this.#send()
        const grant = this.#receiveGrant()
        const settled = this.#perform(grant)
        if (grant.id !== id) continue
        if ('error' in settled) throw settled.error
        return settled.value as T
      }
    } finally {
      this.#blocked = false
      for (const deliver of this.#held.splice(0)) setImmediate(deliver)
    }
  }

  /** A step that is being carried out may have made this. */
  made({ mode, uid, gid }: Made): void {
    this.#made = `${mode} ${uid} ${gid}`
  }

  /** A step that is being carried out has set these times. */
  dated({ atimeMs, mtimeMs }: Dates): void {
    this.#dated = `${atimeMs} ${mtimeMs}`
  }

  /**
   * What the step shows which is being carried out; undefined where no step has made that file.
   *
   * @param where where its path leads at present; absent for a descriptor
   */
  shown(where?: () => string | undefined): ShownInode | undefined {
    const { inode, inodes } = this.#granted
    return inodes && where ? inodes[where() ?? ''] : inode
  }

  /** Somebody asks for the time who may do something else at another time. */
  noteLook(): void {
    this.#hasLooked = true
  }

  /** Somebody uses times of a file. */
  noteUseOfTimes(): void {
    if (this.#usesTimes || !this.#executing) return
    this.#usesTimes = true
    this.#reaction.seesTimes = true
  }

  whence(): string | undefined {
    return this.#sources?.whence(this.#currentCall())
  }

  /** Reports, and performs the step that is granted next. Returns any other message. */
  turn(): unknown {
    this.#send()
    const frame = this.#channel.receive()
    if (!frame) return null
    const grant = grantOf(frame)
    if (!grant) return frame.json
    this.#perform(grant)
    return undefined
  }

  /** Whether any step or timer waits to be granted. */
  get isBusy(): boolean {
    return this.#pending.size > 0
  }

  /** Whether any does that the given call has not asked for. */
  isBusyBeside(call: number): boolean {
    return [...this.#pending.values()].some((pending) => pending.call !== call)
  }

  get asked(): number {
    return this.#last
  }

  get isAlive(): boolean {
    return [...this.#pending.values()].some(({ request: { step } }) => step.op !== 'timer' || !step.unref)
  }

  /** The program has ended, and its process stays for the next execution. */
  close(): void {
    this.#isOver = true
    this.#pending.clear()
    this.#reaction.ended = 'program'
  }

  /** Says at once that this process is about to end by itself. */
  exit(): void {
    if (!this.#executing) return
    this.#reaction.ended = 'process'
    this.#send()
  }

  /** Adds to the next reaction. */
  tell(news: Omit<Reaction, 'asked' | 'withdrawn' | 'outcome' | 'calls' | 'uncontrolled'>): void {
    Object.assign(this.#reaction, news)
  }

  tellCall(record: CallRecord): void {
    this.#calls.set(record.call, record)
  }

  tellUncontrolled(what: string): void {
    ;(this.#reaction.uncontrolled ??= []).push(what)
  }

  /** Says at once what is about to end this process, where its controller waits for a reaction. */
  crash(thrown: Thrown): void {
    if (!this.#executing) return
    this.#reaction.thrown = thrown
    this.#send()
  }

  /** Says at once that this process cannot become quiet; it will be killed. */
  stall(resources: readonly string[]): void {
    this.#reaction.stalledOn = resources
    this.#send()
  }

  /** A position for something that happens now, in this writer's code. */
  now(): number {
    this.#told += 1
    return positionAfter(this.#position, this.#told)
  }

  /**
   * From here on every step waits for its grant. Whatever the last execution left pending will never be performed.
   *
   * @param sources tells where steps are asked for; null where nobody wants to know
   * @param nowMillis virtual time
   * @param position how many steps have been granted before, where this process starts after a crash
   */
  begin(sources: Sources | null, nowMillis: number, position: number): void {
    this.#sources = sources
    this.#pending.clear()
    this.#calls.clear()
    this.#reaction = {}
    this.#hasLooked = false
    this.#usesTimes = false
    this.#reactions.begin()
    this.#handled = ''
    this.#last = 0
    this.#held = []
    this.#position = position
    this.#told = 0
    this.turns += 1
    this.nowMillis = nowMillis
    this.#executing = true
    this.#timersLeft = Infinity
    this.#isOver = false
  }

  /**
   * What comes is a load, beside which nothing goes on. Its steps are performed at once.
   *
   * @param timers how many fire: a load that waits for more waits for ever
   * @returns a promise that resolves when it has asked for more than that
   */
  beginLoad(timers: number): Promise<void> {
    this.#timersLeft = timers
    this.waited = false
    // What an earlier load has left waiting is never carried out, nor told.
    this.#pending.clear()
    this.#reaction = {}
    return new Promise((resolve) => (this.#onSpent = resolve))
  }

  #mayFire(): boolean {
    if (this.#timersLeft <= 0) this.#onSpent()
    this.#timersLeft -= 1
    return this.#timersLeft >= 0
  }

  /** From here on steps are performed at once: a target that is being loaded may wait for timers, too. */
  end(): void {
    this.#executing = false
  }

  #ask(request: StepRequest, done: Done | null): number {
    this.#last += 1
    const id = this.#last
    const call = this.#currentCall()
    this.#pending.set(id, { request, call, done })
    const step: Step = request.step
    const source = this.#sources && (request.source ?? this.whence())
    if (source) (this.#reaction.sources ??= {})[id] = source
    ;(this.#reaction.asked ??= []).push({ ...step, sync: done === null, id, call })
    return id
  }

  #send(): void {
    this.#tellHandled()
    if (this.#calls.size > 0) {
      this.#reaction.calls = [...this.#calls.values()]
      this.#calls = new Map()
    }
    if (!this.#hasLooked) this.#reaction.untimed = true
    this.#hasLooked = false
    this.#reactions.send(this.#reaction)
    this.#reaction = {}
  }

  /** A signal that a target has a listener for does not end it. */
  #tellHandled(): void {
    const handles = signalNumbers.filter((signal) => process.listenerCount(signalName(signal)) > 0)
    const key = handles.join()
    if (key === this.#handled) return
    this.#handled = key
    this.#reaction.handles = handles
  }

  #receiveGrant(): Grant {
    const frame = this.#channel.receive()
    const grant = frame && grantOf(frame)
    // Blocked on a step that will never be granted: the execution is over, or the harness has gone.
    return grant ?? this.#leave()
  }

  #perform({ id, position, nowMicros, fault, inode, inodes }: Grant): Settlement {
    this.turns += 1
    this.#position = position
    this.#told = 0
    this.nowMillis = nowMicros / 1000
    this.#granted = { inode, inodes }
    this.#made = undefined
    this.#dated = undefined
    if (fault?.kind === 'kill') return this.#awaitDeath(id, fault)
    const settlement = this.#carryOut(id, fault)
    this.#reaction.outcome = outcomeOf(settlement, this.#made, this.#dated)
    return settlement
  }

  /** Carries out as much of a write as there is time for; SIGKILL comes while this waits, so that nothing else runs. */
  #awaitDeath(id: number, fault: Fault): never {
    const pending = this.#pending.get(id)
    if (!pending) throw new Error(`step ${id} was granted, but is not pending`)
    this.#reaction.outcome = outcomeOf(settle(() => pending.request.perform(fault)))
    this.#send()
    for (;;) this.#receiveGrant()
  }

  #carryOut(id: number, fault?: Fault): Settlement {
    const pending = this.#pending.get(id)
    if (!pending) throw new Error(`step ${id} was granted, but is not pending`)
    this.#pending.delete(id)
    const { request, done } = pending
    const settlement = settle(() => {
      if (fault?.kind === 'errno') throw request.fail(fault.code)
      return request.perform(fault)
    })
    if (done) this.#deliver(done, settlement)
    return settlement
  }

  #deliver(done: Done, settlement: Settlement): void {
    const deliver = () => ('error' in settlement ? done(settlement.error) : done(null, settlement.value))
    if (this.#blocked) this.#held.push(deliver)
    else setImmediate(deliver)
  }
}

function settle(body: () => unknown): Settlement {
  try {
    return { value: body() }
  } catch (error) {
    return { error: error as NodeJS.ErrnoException }
  }
}

function outcomeOf(settlement: Settlement, made?: string, dated?: string): StepOutcome {
  if ('error' in settlement) return { error: kernelNameOf(settlement.error) ?? settlement.error.message }
  if (typeof settlement.value === 'number') return { bytes: settlement.value }
  return { ...(made !== undefined && { made }), ...(dated !== undefined && { dated }) }
}
