import { areDependent, type Access } from '../model/access.ts'

/** Which steps depend on which: those of one writer always, others by what they have to do with. Sets are bits. */
export class StepRelation {
  readonly #accesses: readonly Access[]
  readonly #numbers = new Map<string, number>()
  readonly #steps: { readonly writer: number; readonly access: number }[] = []
  /** By step, all that it depends on, itself included. */
  readonly #dependent: bigint[] = []

  /** @param accesses what steps have to do with, by number; may grow */
  constructor(accesses: readonly Access[]) {
    this.#accesses = accesses
  }

  numberOf(writer: number, access: number): number {
    const key = `${writer} ${access}`
    return this.#numbers.get(key) ?? this.#add(key, writer, access)
  }

  writerOf(step: number): number {
    return this.#steps[step]?.writer ?? 0
  }

  /** What a later step depends on, once this one comes before it. */
  after(step: number, later: number, past: bigint): bigint {
    const isBefore = ((past | bit(later)) & this.#of(step)) !== 0n
    return isBefore ? past | bit(step) : past
  }

  /** Whether a later step might have come before this one instead, and it matters. */
  isRace(step: number, later: number, past: bigint): boolean {
    const dependent = this.#of(step)
    return (
      this.writerOf(step) !== this.writerOf(later) &&
      (dependent & bit(later)) !== 0n &&
      (dependent & past) === 0n
    )
  }

  /** Whether it depends on any known step of another writer. */
  meetsAny(step: number): boolean {
    return this.#steps.some(
      ({ writer }, other) => writer !== this.writerOf(step) && (this.#of(step) & bit(other)) !== 0n,
    )
  }

  #of(step: number): bigint {
    return this.#dependent[step] ?? 0n
  }

  #add(key: string, writer: number, access: number): number {
    const number = this.#steps.length
    this.#numbers.set(key, number)
    this.#steps.push({ writer, access })
    let all = 0n
    for (const [other, { writer: whose, access: what }] of this.#steps.entries()) {
      if (whose !== writer && !this.#areDependent(what, access)) continue
      all |= bit(other)
      this.#dependent[other] = this.#of(other) | bit(number)
    }
    this.#dependent[number] = all
    return number
  }

  #areDependent(one: number, other: number): boolean {
    const [left, right] = [this.#accesses[one], this.#accesses[other]]
    return !left || !right || areDependent(left, right)
  }
}

function bit(step: number): bigint {
  return 1n << BigInt(step)
}
