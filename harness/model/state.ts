import { accessOfErrors } from './access-of-errors.ts'
import { accessToEverything, accessToNothing, joined, type Access } from './access.ts'
import { digestOf } from './digest.ts'
import type { Fault } from './fault.ts'
import { noSignal } from './signals.ts'
import type { Happened, PendingStep, StepOutcome } from './step.ts'

/** What a writer has made of it: all that tells its controller where it stands. */
export interface WriterNews {
  /** The steps that it has asked for, with canonical names: see `mention`. */
  readonly asked?: readonly unknown[] | undefined
  readonly withdrawn?: readonly number[] | undefined
  readonly blockedOn?: number | undefined
  readonly finished?: boolean | undefined
  readonly ended?: string | undefined
  /** How its calls stand, without their positions. */
  readonly outcomes?: readonly string[] | undefined
  /** What time it was makes no difference to that: see `Reaction.untimed`. */
  readonly untimed?: true | undefined
}

/** A state of the whole system, as plain data. Two equal states have the same future. */
export interface StateParts {
  /** Names all that is in the directory, and what is open. */
  readonly files: string
  /** By writer, all that it has observed, in order; a deterministic writer is a function of that. */
  readonly writers: readonly string[]
  readonly nowMicros: number
}

/** What a step has shown to its writer. */
interface Shown {
  readonly writer: number
  readonly what: readonly unknown[]
  readonly nowMicros: number
}

/**
 * Tells states of an execution apart: the directory's content with the identity of every file, and what each writer has
 * observed so far. Sound for state caching since writers are deterministic functions of what they observe; what may
 * have been observed is over-approximated, never under-approximated. What time it was is left out where a writer has not
 * looked at any clock.
 */
export class State {
  readonly #files: () => string
  #observed: string[]
  #nowMicros = 0
  #access = accessToNothing
  /** What the latest step has shown to its writer, which is taken in with what that makes of it; null where it is. */
  #shown: Shown | null = null

  /** @param files names all that is in the directory, as things stand */
  constructor(writers: number, files: () => string) {
    this.#files = files
    this.#observed = Array.from({ length: writers }, () => '')
  }

  /** The same state, from where each goes on by itself. @param files of the fork */
  fork(files: () => string): State {
    const fork = new State(0, files)
    fork.#observed = [...this.#observed]
    fork.#nowMicros = this.#nowMicros
    fork.#access = this.#access
    fork.#shown = this.#shown
    return fork
  }

  /** Takes in a step that was carried out, before what its writer made of it. @param fault has struck it */
  perform(
    writer: number,
    step: PendingStep,
    { error, bytes }: StepOutcome,
    { access, seen }: Happened,
    nowMicros: number,
    fault?: Fault,
  ): void {
    this.#access = joined(this.#accessOf(step, access, nowMicros), accessOfErrors(step, fault))
    this.#nowMicros = nowMicros
    this.#takeIn()
    this.#shown = { writer, what: [step.id, error, bytes, seen], nowMicros }
  }

  /** What the latest step had to do with. */
  get access(): Access {
    return this.#access
  }

  take(
    writer: number,
    { asked = [], withdrawn, blockedOn, finished, ended, outcomes, untimed }: WriterNews,
  ): void {
    if (this.#shown?.writer !== writer) this.#takeIn()
    const news = [asked, withdrawn, blockedOn, finished, ended, outcomes]
    const { what, nowMicros } = this.#shown ?? {}
    this.#observed[writer - 1] = digestOf(this.#observed[writer - 1], what, untimed ? null : nowMicros, news)
    this.#shown = null
  }

  /** A writer was killed: nothing of what it knew counts any more, but how its calls stood. */
  kill(writer: number, outcomes: readonly string[]): void {
    this.#takeIn()
    this.#observed[writer - 1] = digestOf('killed', outcomes)
  }

  parts(): StateParts {
    this.#takeIn()
    return { files: this.#files(), writers: [...this.#observed], nowMicros: this.#nowMicros }
  }

  /** Its writer has made nothing of it. */
  #takeIn(): void {
    if (!this.#shown) return
    const { writer, what, nowMicros } = this.#shown
    this.#observed[writer - 1] = digestOf(this.#observed[writer - 1], what, nowMicros)
    this.#shown = null
  }

  #accessOf(
    { op, receiver = 0, signal = noSignal }: PendingStep,
    ofFiles: Access,
    nowMicros: number,
  ): Access {
    switch (op) {
      // Every writer sees what time it is.
      case 'timer':
        return nowMicros > this.#nowMicros ? accessToEverything : accessToNothing
      // What it does to the order of calls is told by the call that begins: `accessOfEvents`.
      case 'begin':
        return accessToNothing
      // Whether a writer is there is looked at; one that is killed is nowhere any more.
      case 'signal':
        return signal === noSignal
          ? { ...accessToNothing, reads: [processName(receiver)] }
          : accessToEverything
      default:
        return ofFiles
    }
  }
}

/** How steps that have to do with whether a writer is there name it. */
export function processName(writer: number): string {
  return `process ${writer}`
}
