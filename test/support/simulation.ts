import { isDeepStrictEqual } from 'node:util'
import { accessOfEvents, joined, type Access, type Events } from '../../harness/model/access.ts'
import type { Content } from '../../harness/model/content.ts'
import { Pace, sinceOf, type Ready } from '../../harness/controller/execute/pace.ts'
import { Aftermath } from '../../harness/faults/aftermath.ts'
import type { Struck } from '../../harness/model/fault.ts'
import { digestOf } from '../../harness/model/digest.ts'
import { findsOf } from '../../harness/filesystem/shadow/finds-of.ts'
import type { Store } from '../../harness/filesystem/store.ts'
import type { CallRecord, ExecutionRecord, ReadRecord } from '../../harness/model/record.ts'
import type { StateParts } from '../../harness/model/state.ts'
import type { Choice } from '../../harness/model/schedule.ts'
import type { PendingStep } from '../../harness/model/step.ts'
import type { Scheduler } from '../../harness/model/strategy.ts'
import type { OracleName } from '../../harness/model/verdict.ts'
import { areTimed, judge, memoryOf } from '../../harness/oracles/index.ts'
import { ShadowedState } from './shadowed-state.ts'
import { SimulatedDirectory, type SimulatedStep } from './simulated-directory.ts'

/** What one simulated writer does, one call after the other. It gives up a call at the first error. */
export type Program = readonly (readonly SimulatedStep[])[]

export interface SimulationOptions {
  readonly programs: readonly Program[]
  readonly textOf: TextOf
  readonly oracles?: readonly OracleName[]
  /** Makes a key of a state; a test may leave something out. */
  readonly keyOf?: (
    parts: StateParts,
    memory: readonly unknown[],
    aftermath: unknown,
    pace: unknown,
  ) => string
  /** Names the state of the directory; a test may leave something out. */
  readonly filesOf?: (store: Store) => string
  /** Whether the scheduler is told of timers that are held back; a test may keep that from it. */
  readonly tellsAhead?: boolean
  /** Tells what a step had to do with; a test may leave something out. */
  readonly accessOf?: (access: Access) => Access
  /** The call's text that a file stands for, as a target's own `read`; by default all that it holds. */
  readonly read?: ((text: string) => string) | undefined
}

export interface Simulated {
  readonly finals: string
  readonly violated: readonly OracleName[]
}

const session = 's1'
export const file = 's1.json'

/** A call's document; of one length, or of very unequal lengths. */
export const equalText: TextOf = (writer, call) => `<${String(writer * 10 + call).repeat(4)}>`
export const unequalText: TextOf = (writer, call) =>
  `<${String(writer * 10 + call).repeat(writer + 2 * call)}>`
export type TextOf = (writer: number, call: number) => string

/** Carries out one execution of writers that are lists of steps, in a directory that is a map. */
export function simulate(
  {
    programs,
    textOf,
    oracles = [],
    keyOf = digestOf,
    filesOf,
    accessOf = same,
    read = whole,
    tellsAhead = true,
  }: SimulationOptions,
  scheduler: Scheduler,
): Simulated {
  const directory = new SimulatedDirectory()
  const state = new ShadowedState({
    writers: programs.length,
    open: (path) => directory.reader(path),
    filesOf,
    isKeyed: scheduler.needsState === true,
    isPutOff: true,
  })
  const reads: ReadRecord[] = []
  const calls: CallRecord[] = []
  const writers = programs.map((program, index) => new SimulatedWriter(index + 1, program, calls))
  const aftermath = new Aftermath()
  const faults: Struck[] = []
  const pace = new Pace<Ready>()
  let nowMillis = 0
  let position = 0
  let shown: Buffer | null | undefined

  const classify = (): Content => {
    const bytes = directory.read(file)
    if (!bytes) return { kind: 'missing' }
    const text = read(bytes.toString())
    for (const [index, program] of programs.entries())
      for (const call of program.keys())
        if (text === textOf(index + 1, call + 1))
          return { kind: 'complete', writer: index + 1, call: call + 1, bytes: bytes.length }
    return { kind: 'unreadable', bytes: bytes.length, reason: 'torn', mixes: bytes.toString() }
  }
  const record = (): ExecutionRecord => ({
    workload: {
      writers: programs.map((program) =>
        program.map(() => ({ operation: 'write', session, payloadBytes: 1, awaited: true })),
      ),
      readers: 0,
    },
    calls,
    reads,
    finals: { [session]: classify() },
    files: { [session]: file },
    entries: directory.entries(),
    faults,
    observed: true,
  })
  const look = () => {
    // A file's bytes are never changed where they are.
    if (directory.read(file) === shown) return
    shown = directory.read(file)
    const content = classify()
    if (isDeepStrictEqual(content, reads.at(-1)?.content)) return
    reads.push({
      reader: 0,
      session,
      content,
      from: position,
      firstEnd: position,
      lastStart: position,
      until: position,
    })
  }
  let events: Events = { begun: [], over: [], seen: [] }
  const access = () =>
    accessOf(areTimed(oracles) ? joined(state.access, accessOfEvents(events)) : state.access)
  const stateKey = () => {
    if (!scheduler.needsState)
      throw new Error('a scheduler that asks for the state must say that it needs it')
    return keyOf(state.parts(), memoryOf(record(), oracles), aftermath.parts(), pace.parts())
  }

  for (const writer of writers) {
    writer.advance(position, null, 0, 0)
    state.take(writer.ordinal, { files: { [session]: file }, ...writer.news() })
  }
  const finds = ({ writer, step }: Choice) => findsOf(state.shadow, writer, step)
  for (;;) {
    const { choices, ahead } = pace.offer(writers.flatMap(({ waiting }) => (waiting ? [waiting] : [])))
    if (choices.length === 0) break
    const decisionOf = () => ({ writer: 0, call: 0, op: 'open', ordinal: 0 }) as const
    const point = {
      choices,
      made: position,
      decisionOf,
      findsOf: finds,
      stateKey,
      access,
      ahead: tellsAhead ? ahead : [],
    }
    const { choice, fault } = scheduler.choose(point)
    const writer = writers[choice.writer - 1] as SimulatedWriter
    position += 1
    // Before the first fault there is none to come after; to ask would cost more than the step.
    const struck =
      fault ?? (faults.length > 0 ? aftermath.strike(choice.writer, choice.step, finds(choice)) : undefined)
    const { op, dueMillis = 0 } = choice.step
    nowMillis = Math.max(nowMillis, dueMillis)
    const sinceMillis = pace.grant(writer.waiting as Ready, nowMillis)
    if (struck) faults.push({ fault: struck, writer: choice.writer, call: choice.step.call, op })
    if (fault) aftermath.add(choice.writer, choice.step, fault)
    const real =
      struck?.kind === 'errno' ? { error: struck.code } : directory.perform(choice.writer, writer.step())
    const outcome = writer.step().isIgnored ? {} : real
    state.perform(choice.writer, choice.step, real, nowMillis * 1000, { observed: outcome })
    if (!scheduler.needsState) {
      look()
      writer.advance(position, outcome.error ?? null, nowMillis, sinceMillis)
      continue
    }
    const looks = reads.length
    look()
    const isSeen = reads.length > looks && ['complete', 'missing'].includes(classify().kind)
    const before = [...calls]
    writer.advance(position, outcome.error ?? null, nowMillis, sinceMillis)
    events = eventsOf(before, calls, isSeen ? [session] : [])
    state.take(choice.writer, writer.news())
  }
  scheduler.ended?.({ made: position, stateKey, access })
  const violated = judge(record(), oracles).filter(({ verdict }) => verdict === 'violated')
  return { finals: directory.describe(), violated: violated.map(({ oracle }) => oracle) }
}

const same = (access: Access): Access => access
const whole = (text: string): string => text

function eventsOf(before: readonly CallRecord[], calls: readonly CallRecord[], seen: string[]): Events {
  const settled = calls.filter(
    (call, index) => call.settled !== null && (before[index]?.settled ?? null) === null,
  )
  return {
    begun: calls.slice(before.length).map((call) => call.session),
    over: settled.map((call) => call.session),
    seen,
  }
}

/** What was asked for by its program's step: in most executions the same, and those are hundreds of thousands. */
const asked = new WeakMap<SimulatedStep, PendingStep>()

function pendingOf(step: SimulatedStep, id: number, call: number, nowMillis: number): PendingStep {
  if (step.delayMillis !== undefined)
    return { ...step.step, dueMillis: nowMillis + step.delayMillis, sync: false, id, call }
  const known = asked.get(step)
  if (known?.id === id && known.call === call) return known
  const pending = { ...step.step, sync: false, id, call }
  asked.set(step, pending)
  return pending
}

class SimulatedWriter {
  readonly ordinal: number
  readonly #program: Program
  readonly #calls: CallRecord[]
  #call = -1
  #at = 0
  #asked = 0
  pending: PendingStep | null = null
  waiting: Ready | null = null

  constructor(ordinal: number, program: Program, calls: CallRecord[]) {
    this.ordinal = ordinal
    this.#program = program
    this.#calls = calls
  }

  step(): SimulatedStep {
    return this.#program[this.#call]?.[this.#at] as SimulatedStep
  }

  /** Goes on to the next step, or the next call, and announces it. */
  advance(position: number, error: string | null, nowMillis: number, sinceMillis: number): void {
    const instant = position + this.#calls.length / 1e6
    this.#at += 1
    const steps = this.#program[this.#call]
    if (!steps || error !== null || this.#at === steps.length) {
      if (steps) this.#settle(instant, error)
      this.#call += 1
      this.#at = 0
      if (this.#program[this.#call]) this.#invoke(instant + 1e-7)
    }
    const step = this.#program[this.#call]?.[0] && this.step()
    this.#asked += 1
    if (!step) {
      this.pending = this.waiting = null
      return
    }
    this.pending = pendingOf(step, this.#asked, this.#call + 1, nowMillis)
    this.waiting = {
      writer: this.ordinal,
      step: this.pending,
      sinceMillis: sinceOf(this.pending, sinceMillis),
    }
  }

  news(): { asked: PendingStep[]; outcomes: string[] } {
    const mine = this.#calls.filter(({ writer }) => writer === this.ordinal)
    return { asked: this.pending ? [this.pending] : [], outcomes: mine.map(({ outcome }) => outcome) }
  }

  #invoke(invoked: number): void {
    this.#calls.push({
      writer: this.ordinal,
      call: this.#call + 1,
      operation: 'write',
      session,
      invoked,
      settled: null,
      outcome: 'pending',
    })
  }

  #settle(settled: number, error: string | null): void {
    const index = this.#calls.findIndex(
      ({ writer, call }) => writer === this.ordinal && call === this.#call + 1,
    )
    const outcome = error === null ? 'acknowledged' : 'rejected'
    this.#calls[index] = {
      ...(this.#calls[index] as CallRecord),
      settled,
      outcome,
      ...(error !== null && { error }),
    }
  }
}
