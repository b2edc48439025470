import { isDeepStrictEqual } from 'node:util'
import { NotRepeated } from '../../model/errors.ts'
import type { Begin, Reaction } from '../../model/program.ts'
import { toldIn } from '../../model/position.ts'
import type { CallRecord } from '../../model/record.ts'
import type { Happened, PendingStep } from '../../model/step.ts'
import type { Witness } from '../../model/witness.ts'
import { writerLabel } from '../../model/workload.ts'
import { beginningOf } from './beginning.ts'
import {
  observationKey,
  withGone,
  type Gone,
  type Learned,
  type LearnedCall,
  type LearnedReaction,
  type Observation,
  type Place,
} from './learned.ts'
import { addOrigins } from './names.ts'

/** What a reaction is known by; whether it is untimed makes a difference where it is one to a step. */
type Key = (isUntimed: boolean) => string

/** Where a writer of the execution under way stands. */
interface Pupil {
  /** Null where it does what is not to be learned: what follows is not either. */
  place: Place | null
  /** Where its next reaction belongs, by what it has observed; null where that is not to be learned. */
  next: { readonly within: Map<string, Place>; readonly key: Key } | null
  position: number
}

/**
 * Learns from real executions what programs do, and compares it with what was learned before: a program that does
 * something else after the same observations cannot be predicted.
 */
export class Lessons implements Witness {
  readonly #learned: Learned
  readonly #tellsValues: boolean
  readonly #pupils = new Map<number, Pupil>()
  #gone: Gone = []

  /** @param tellsValues as `beginningOf` takes it */
  constructor(learned: Learned, tellsValues: boolean) {
    this.#learned = learned
    this.#tellsValues = tellsValues
  }

  starts(): void {
    this.#pupils.clear()
    this.#gone = []
  }

  killed(writer: number): void {
    this.#gone = withGone(this.#gone, writer)
  }

  begins(order: Begin): void {
    const { writer, recover } = order
    const key = beginningOf(order, this.#tellsValues, this.#gone)
    this.#pupils.set(writer, {
      place: null,
      next: { within: this.#learned.beginnings, key: () => key },
      position: recover?.position ?? 0,
    })
  }

  performed(
    writer: number,
    step: PendingStep,
    happened: Happened,
    nowMicros: number,
    position: number,
  ): void {
    const pupil = this.#pupils.get(writer)
    if (!pupil?.place) return
    const { tells, untold } = happened
    const before = pupil.place
    pupil.position = position
    pupil.place = null
    if (tells === null) return
    this.#learned.addUntold(before, step.id, untold)
    const observation: Observation = { step: step.id, tells, nowMicros, gone: this.#gone }
    pupil.next = { within: before.next, key: (isUntimed) => observationKey(observation, isUntimed) }
  }

  reacted(writer: number, reaction: Reaction, asked: readonly unknown[]): void {
    const pupil = this.#pupils.get(writer)
    const { next = null } = pupil ?? {}
    if (!pupil || !next) return
    pupil.next = null
    if (!isTeachable(reaction)) return
    const learned = learnedFrom(reaction, asked, pupil.position)
    const { within, key } = next
    const isUntimed = reaction.untimed === true
    // Whether a writer looks at the clock follows from what it has observed before, as all else does.
    const known = within.get(key(isUntimed)) ?? within.get(key(!isUntimed))
    if (known) {
      assertSame(writer, known.learned, learned)
      if (addOrigins(known, learned, this.#learned.lasting)) this.#learned.lessons += 1
    }
    pupil.place = known ?? this.#learned.add(within, key(isUntimed), learned)
  }
}

/** What ends an execution, or is beyond control, is always carried out. */
function isTeachable({ thrown, stalledOn, uncontrolled, refused, kept }: Reaction): boolean {
  const isLoose = (uncontrolled?.length ?? 0) > 0
  return !thrown && !stalledOn && !isLoose && refused === undefined && kept === undefined
}

function learnedFrom(reaction: Reaction, asked: readonly unknown[], position: number): LearnedReaction {
  const { calls = [], outcome, sources: _, ...rest } = reaction
  return { reaction: rest, outcome, asked, calls: calls.map((record) => learnedCall(record, position)) }
}

function learnedCall(record: CallRecord, position: number): LearnedCall {
  const { invoked, settled } = record
  return {
    record,
    invoked: toldIn(invoked, position),
    settled: settled === null ? null : toldIn(settled, position),
  }
}

function assertSame(writer: number, known: LearnedReaction, now: LearnedReaction): void {
  if (isDeepStrictEqual(plainly(known), plainly(now)) && asksTheSame(known, now)) return
  const [before, after] = [known, now].map(wordsOf)
  const [one, other] =
    before === after
      ? [known, now].map((learned) => JSON.stringify([...plainly(learned), learned.asked]))
      : [before, after]
  const difference = `after the same observations, ${writerLabel(writer)} did this once: ${one}; and this another time: ${other}`
  throw new NotRepeated(difference, `what ${writerLabel(writer)} does cannot be predicted: ${difference}`)
}

/** What a writer did, for whoever has to find out why it was not the same each time. */
function wordsOf({ reaction, outcome = {}, calls }: LearnedReaction): string {
  const { asked = [], ended } = reaction
  const moved = outcome.bytes === undefined ? [] : [`${outcome.bytes} bytes were read or written`]
  const failed = outcome.error === undefined ? [] : [`the step gave ${outcome.error}`]
  const settled = calls.flatMap(({ record, settled: at }) =>
    at === null ? [] : [`${record.operation}#${record.call} was ${record.outcome}`],
  )
  const steps = asked.map(({ op, path, to, bytes }) =>
    [op, path, to, bytes === undefined ? undefined : `${bytes} B`]
      .filter((part) => part !== undefined)
      .join(' '),
  )
  const wants = steps.length > 0 ? `it asked for ${steps.join(', ')}` : 'it asked for nothing'
  return [...failed, ...moved, ...settled, ended === undefined ? wants : 'it ended'].join(', ')
}

/** What two reactions have in common that are the same, wherever they took place; but for the steps that they ask for. */
function plainly({ reaction, outcome, calls }: LearnedReaction): unknown[] {
  const {
    withdrawn = [],
    blockedOn = 0,
    finished = false,
    ended,
    files,
    recovered = false,
    untimed = false,
  } = reaction
  const told = calls.map(({ record, invoked, settled }) => [record.call, record.outcome, invoked, settled])
  return [
    told,
    withdrawn,
    blockedOn,
    finished,
    ended,
    files,
    recovered,
    untimed,
    outcome?.error,
    outcome?.bytes,
  ]
}

/** Whether they ask for the same steps, whatever names were made up, and whoever has mentioned a name first. */
function asksTheSame(known: LearnedReaction, now: LearnedReaction): boolean {
  const [before = [], after = []] = [known.reaction.asked, now.reaction.asked]
  return (
    before.length === after.length &&
    before.every((step, index) => {
      const [one, other] = [known.asked[index], now.asked[index]] as readonly unknown[][]
      const isSameName = (part: 'path' | 'to', at: number) =>
        step[part] === after[index]?.[part] || one?.[at] === other?.[at]
      return isSameName('path', 0) && isSameName('to', 1) && isDeepStrictEqual(one?.[3], other?.[3])
    })
  )
}
