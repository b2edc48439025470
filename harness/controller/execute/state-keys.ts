import { accessOfEvents, accessToNothing, joined, type Access } from '../../model/access.ts'
import type { Content } from '../../model/content.ts'
import { digestOf } from '../../model/digest.ts'
import type { Reaction } from '../../model/program.ts'
import type { CallRecord } from '../../model/record.ts'
import { processName, State } from '../../model/state.ts'
import { SharedMap } from '../../model/shared-map.ts'
import { mostRestarts } from '../../model/workload.ts'
import type { Granted, Observer } from './observer.ts'

/** What an oracle asks when it was seen: it has a place among the calls. */
const seenKinds: ReadonlySet<Content['kind']> = new Set(['complete', 'missing', 'value'])

export interface StateKeysOptions {
  /** All sessions are parts of one state, so that calls on any of them have an order. */
  readonly isOneState?: boolean | undefined
  /** Whether the order of calls counts; by default it does. */
  readonly isTimed?: boolean | undefined
}

/** Names the states that an execution passes through, for a search that will not visit one twice. */
export class StateKeys implements Observer {
  #state: State
  readonly #isTimed: boolean
  readonly #isOneState: boolean
  #calls = new SharedMap<string, CallRecord>()
  #events = { begun: [] as string[], over: [] as string[], seen: [] as string[] }
  #ended = accessToNothing

  /** @param files names all that is in the directory, as things stand */
  constructor(
    writers: number,
    files: () => string,
    { isTimed = true, isOneState = false }: StateKeysOptions,
  ) {
    this.#isTimed = isTimed
    this.#isOneState = isOneState
    this.#state = new State(writers + mostRestarts, files)
  }

  /** The same, from where each goes on by itself. @param files of the fork */
  fork(files: () => string): StateKeys {
    const fork = new StateKeys(0, files, { isTimed: this.#isTimed, isOneState: this.#isOneState })
    fork.#state = this.#state.fork(files)
    fork.#calls = this.#calls.fork()
    const { begun, over, seen } = this.#events
    fork.#events = { begun: [...begun], over: [...over], seen: [...seen] }
    fork.#ended = this.#ended
    return fork
  }

  /** What its writer made of a step comes next. */
  take({ writer, step, struck, done, nowMicros }: Granted): void {
    if (!done) return
    this.#events = { begun: [], over: [], seen: [] }
    this.#ended = accessToNothing
    this.#state.perform(writer, step, done.outcome, done.happened, nowMicros, struck)
  }

  react(writer: number, { calls = [], ...reaction }: Reaction, asked: readonly unknown[]): void {
    for (const call of calls) this.#note(call)
    const outcomes = calls.map(outcomeOf)
    this.#state.take(writer, { ...reaction, asked, outcomes })
  }

  kill(writer: number, calls: readonly CallRecord[]): void {
    this.#state.kill(writer, calls.map(outcomeOf))
  }

  /** Whoever looks for it finds it gone. */
  end(writer: number): void {
    this.#ended = { ...accessToNothing, changes: [processName(writer)] }
  }

  /** A session's file was looked at after a step that may have changed it, and found to hold this. */
  see(session: string, content: Content | undefined): void {
    if (content && seenKinds.has(content.kind)) this.#events.seen.push(this.#orderOf(session))
  }

  /** What the latest step had to do with, its part in the order of calls included where that counts. */
  get access(): Access {
    const access = joined(this.#state.access, this.#ended)
    return this.#isTimed ? joined(access, accessOfEvents(this.#events)) : access
  }

  /** @param memory what of the history later verdicts depend on */
  key(memory: readonly unknown[]): string {
    return digestOf(this.#state.parts(), memory)
  }

  #orderOf(session: string): string {
    return this.#isOneState ? 'all' : session
  }

  #note(call: CallRecord): void {
    const id = `${call.writer} ${call.call}`
    const before = this.#calls.get(id)
    this.#calls.set(id, call)
    const order = this.#orderOf(call.session)
    if (!before) this.#events.begun.push(order)
    if (call.settled !== null && (before?.settled ?? null) === null) this.#events.over.push(order)
  }
}

function outcomeOf({ call, outcome }: CallRecord): string {
  return `${call} ${outcome}`
}
