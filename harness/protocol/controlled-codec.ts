import type { Grant, Reaction } from '../model/program.ts'
import { operations, type PendingStep, type StepOutcome } from '../model/step.ts'
import { firstNumber, type Frame, type FrameChannel } from './frame-channel.ts'
import { KnownTexts, NumberedTexts } from './texts.ts'

/*
 * Grants and reactions are sent once a step, so they travel as numbers: nothing of a usual one has to be parsed, or
 * looked up by name. What is said once a call or an execution goes along as JSON.
 */

/** What of a grant travels as JSON. */
type RestOfGrant = Pick<Grant, 'fault' | 'inodes'>

/** What of a reaction travels as JSON. */
interface Rest extends Omit<Reaction, 'asked' | 'withdrawn' | 'outcome' | 'blockedOn' | 'untimed'> {
  readonly texts?: readonly string[] | undefined
  /** By step, the links that its path leads through. */
  readonly through?: Readonly<Record<number, readonly string[]>> | undefined
}

/** Its id and position, the time, and of the inode that it shows the number and two times. */
const numbersOfGrant = 6
/** Kind of the outcome and its value, mode, user and group of what was made, two times that were set, the step that blocks, whether it is untimed, how many were withdrawn, how many asked for. */
const numbersOfReaction = 11
const numbersOfStep = 14
const syncMark = 1
const unrefMark = 2
const withoutTimesMark = 4
/** Kinds of outcomes: no step was granted, it gave nothing, a number of bytes, an error. */
const [noStep, nothing, bytesMoved, failed] = [0, 1, 2, 3] as const
const codeOf = new Map(operations.map((op, index) => [op, index]))
const noRest: Rest = {}

export function sendGrant(
  channel: FrameChannel,
  { id, position, nowMicros, inode, fault, inodes }: Grant,
): void {
  const numbers = channel.outgoing(numbersOfGrant)
  numbers[firstNumber] = id
  numbers[firstNumber + 1] = position
  numbers[firstNumber + 2] = nowMicros
  numbers[firstNumber + 3] = inode?.number ?? NaN
  numbers[firstNumber + 4] = inode?.changedMillis ?? NaN
  numbers[firstNumber + 5] = inode?.bornMillis ?? NaN
  channel.send(numbersOfGrant, fault || inodes ? ({ fault, inodes } satisfies RestOfGrant) : undefined)
}

/** Null where the message is something else than a grant. */
export function grantOf({ numbers, start, count, json }: Frame): Grant | null {
  if (count === 0) return null
  const id = numbers[start]!
  const position = numbers[start + 1]!
  const nowMicros = numbers[start + 2]!
  const number = numbers[start + 3]!
  const inode = Number.isNaN(number)
    ? undefined
    : {
        number,
        changedMillis: numberOrNone(numbers[start + 4]!),
        bornMillis: numberOrNone(numbers[start + 5]!),
      }
  return json === undefined
    ? { id, position, nowMicros, inode }
    : { id, position, nowMicros, inode, ...(json as RestOfGrant) }
}

/** A writer's side: tells reactions. */
export class ReactionEncoder {
  readonly #channel: FrameChannel
  readonly #texts = new NumberedTexts()

  constructor(channel: FrameChannel) {
    this.#channel = channel
  }

  /** Another execution begins. */
  begin(): void {
    this.#texts.begin()
  }

  send(reaction: Reaction): void {
    const { asked, withdrawn, outcome, blockedOn = 0, untimed = false } = reaction
    const withdrawals = withdrawn?.length ?? 0
    const steps = asked?.length ?? 0
    const count = numbersOfReaction + withdrawals + steps * numbersOfStep
    const numbers = this.#channel.outgoing(count)
    let at = firstNumber
    numbers[at++] = kindOf(outcome)
    numbers[at++] = outcome?.bytes ?? this.#texts.numberOf(outcome?.error)
    const [mode, user, group] = outcome?.made?.split(' ') ?? []
    numbers[at++] = Number(mode)
    numbers[at++] = Number(user)
    numbers[at++] = Number(group)
    const [accessed, modified] = outcome?.dated?.split(' ') ?? []
    numbers[at++] = Number(accessed)
    numbers[at++] = Number(modified)
    numbers[at++] = blockedOn
    numbers[at++] = Number(untimed)
    numbers[at++] = withdrawals
    numbers[at++] = steps
    if (withdrawn) for (const id of withdrawn) numbers[at++] = id
    if (asked)
      for (const step of asked) {
        this.#putStep(numbers, at, step)
        at += numbersOfStep
      }
    this.#channel.send(count, this.#restOf(reaction))
  }

  #putStep(numbers: Float64Array, at: number, step: PendingStep): void {
    numbers[at] = step.id
    numbers[at + 1] = step.call
    numbers[at + 2] = codeOf.get(step.op) as number
    numbers[at + 3] = this.#texts.numberOf(step.path)
    numbers[at + 4] = this.#texts.numberOf(step.to)
    numbers[at + 5] = step.handle ?? 0
    numbers[at + 6] = this.#texts.numberOf(step.flags)
    numbers[at + 7] = step.position ?? NaN
    numbers[at + 8] = step.bytes ?? NaN
    numbers[at + 9] = step.dueMillis ?? NaN
    numbers[at + 10] =
      (step.sync ? syncMark : 0) | (step.unref ? unrefMark : 0) | (step.withoutTimes ? withoutTimesMark : 0)
    numbers[at + 11] = step.receiver ?? NaN
    numbers[at + 12] = step.signal ?? NaN
    numbers[at + 13] = step.pieces ?? NaN
  }

  /** All that numbers do not say; undefined where that is nothing. */
  #restOf(reaction: Reaction): Rest | undefined {
    const { asked, withdrawn: _1, outcome: _2, blockedOn: _3, untimed: _4, ...said } = reaction
    const texts = this.#texts.takeFresh()
    const through = throughOf(asked)
    const rest: Rest = { ...said, texts, through }
    for (const key in rest) if (rest[key as keyof Rest] !== undefined) return rest
    return undefined
  }
}

/** A controller's side: understands the reactions of one writer. */
export class ReactionDecoder {
  readonly #texts = new KnownTexts()

  /** Another execution begins. */
  begin(): void {
    this.#texts.begin()
  }

  /** @throws TypeError when the frame is no reaction. */
  decode({ numbers, start, count, json }: Frame): Reaction {
    if (count < numbersOfReaction) throw new TypeError('expected a reaction')
    const { texts, through, ...said } = (json ?? noRest) as Rest
    if (texts) this.#texts.learn(texts)
    const withdrawals = numbers[start + 9]!
    const steps = numbers[start + 10]!
    const withdrawnAt = start + numbersOfReaction
    const asked: PendingStep[] = []
    for (let index = 0, at = withdrawnAt + withdrawals; index < steps; index += 1, at += numbersOfStep)
      asked.push(this.#stepAt(numbers, at, through))
    const blockedOn = numbers[start + 7]!
    return {
      ...said,
      asked,
      withdrawn:
        withdrawals === 0 ? undefined : [...numbers.subarray(withdrawnAt, withdrawnAt + withdrawals)],
      outcome: this.#outcomeOf(numbers, start),
      blockedOn: blockedOn === 0 ? undefined : blockedOn,
      untimed: numbers[start + 8] === 0 ? undefined : true,
    }
  }

  #outcomeOf(numbers: Float64Array, start: number): StepOutcome | undefined {
    const [kind, value] = [numbers[start]!, numbers[start + 1]!]
    if (kind === noStep) return undefined
    if (kind === nothing) {
      const [mode, user, group, accessed, modified] = numbers.subarray(start + 2, start + 7)
      return {
        ...(!Number.isNaN(mode) && { made: `${mode} ${user} ${group}` }),
        ...(!Number.isNaN(accessed) && { dated: `${accessed} ${modified}` }),
      }
    }
    return kind === bytesMoved ? { bytes: value } : { error: this.#texts.textOf(value) as string }
  }

  #stepAt(numbers: Float64Array, at: number, through: Rest['through']): PendingStep {
    const id = numbers[at]!
    const handle = numbers[at + 5]!
    const marks = numbers[at + 10]!
    return {
      id,
      call: numbers[at + 1]!,
      op: operations[numbers[at + 2]!]!,
      path: this.#texts.textOf(numbers[at + 3]!),
      to: this.#texts.textOf(numbers[at + 4]!),
      handle: handle === 0 ? undefined : handle,
      flags: this.#texts.textOf(numbers[at + 6]!),
      position: numberOrNone(numbers[at + 7]!),
      bytes: numberOrNone(numbers[at + 8]!),
      dueMillis: numberOrNone(numbers[at + 9]!),
      sync: (marks & syncMark) !== 0,
      receiver: numberOrNone(numbers[at + 11]!),
      signal: numberOrNone(numbers[at + 12]!),
      pieces: numberOrNone(numbers[at + 13]!),
      unref: (marks & unrefMark) === 0 ? undefined : true,
      withoutTimes: (marks & withoutTimesMark) === 0 ? undefined : true,
      through: through?.[id],
    }
  }
}

function throughOf(steps: Reaction['asked']): Rest['through'] {
  let through: Record<number, readonly string[]> | undefined
  if (steps) for (const step of steps) if (step.through) (through ??= {})[step.id] = step.through
  return through
}

function kindOf(outcome: StepOutcome | undefined): number {
  if (!outcome) return noStep
  if (outcome.error !== undefined) return failed
  return outcome.bytes === undefined ? nothing : bytesMoved
}

function numberOrNone(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value
}
