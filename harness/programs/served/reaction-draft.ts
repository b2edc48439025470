import type { Reaction } from '../../model/program.ts'
import { positionAfter } from '../../model/position.ts'
import type { CallRecord } from '../../model/record.ts'
import type { PendingStep, Step } from '../../model/step.ts'
import type { Writable } from '../../model/writable.ts'

type Draft = Writable<Reaction> & {
  asked: PendingStep[]
  uncontrolled: string[]
}

/** A reaction as it comes about, with what numbers go on from one to the next. */
export class ReactionDraft {
  #draft: Draft = empty()
  readonly #calls = new Map<number, CallRecord>()
  /** Those that have changed since the last reaction. */
  readonly #changed = new Set<number>()
  #lastStep = 0
  #position = 0
  #told = 0

  /** An execution begins. */
  reset(position: number): void {
    this.#draft = empty()
    this.#calls.clear()
    this.#changed.clear()
    this.#lastStep = 0
    this.at(position)
  }

  /** So many steps have been granted. */
  at(position: number): void {
    this.#position = position
    this.#told = 0
  }

  /** A position for something that happens now. */
  now(): number {
    this.#told += 1
    return positionAfter(this.#position, this.#told)
  }

  ask(step: Omit<Step, 'sync'>, call: number): PendingStep {
    this.#lastStep += 1
    const pending = { ...step, sync: false, id: this.#lastStep, call }
    this.#draft.asked.push(pending)
    return pending
  }

  /** It has asked for this, and never will be granted it. */
  withdraw(id: number): void {
    const isNew = this.#draft.asked.some((step) => step.id === id)
    if (isNew) this.#draft.asked = this.#draft.asked.filter((step) => step.id !== id)
    else this.#draft.withdrawn = [...(this.#draft.withdrawn ?? []), id]
  }

  noteUncontrolled(what: string): void {
    this.#draft.uncontrolled.push(what)
  }

  /** The record of a call, as far as it has come. */
  record(call: number): CallRecord | undefined {
    return this.#calls.get(call)
  }

  /** Whether any call but this one has begun and not settled. */
  isPendingBeside(call: number): boolean {
    return [...this.#calls.values()].some((record) => record.call !== call && record.outcome === 'pending')
  }

  note(record: CallRecord): void {
    this.#calls.set(record.call, record)
    this.#changed.add(record.call)
  }

  tell(what: Omit<Partial<Reaction>, 'asked' | 'uncontrolled' | 'calls' | 'withdrawn'>): void {
    Object.assign(this.#draft, what)
  }

  /** What has come about. */
  take(): Reaction {
    const calls = [...this.#changed].flatMap((call) => this.#calls.get(call) ?? [])
    const reaction = this.#draft
    this.#draft = empty()
    this.#changed.clear()
    return calls.length > 0 ? { ...reaction, calls } : reaction
  }
}

function empty(): Draft {
  return { asked: [], uncontrolled: [] }
}
