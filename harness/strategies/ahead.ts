/**
 * The steps that were found to follow a state, each with those that it depends on, directly or through others, and
 * that follow the state before it. Of two ways to a step, one that depends on less tells more.
 */
export class Ahead {
  /** Beside `#pasts`, in which a step has each of its pasts: two lists take a third of the memory of a map. */
  #steps: number[] = []
  #pasts: bigint[] = []

  /** False where as much is known already. */
  add(step: number, past: bigint): boolean {
    let isMore = false
    for (const [index, other] of this.#steps.entries()) {
      if (other !== step) continue
      const known = this.#pasts[index] as bigint
      if ((known & past) === known) return false
      isMore ||= (known & past) === past
    }
    if (isMore) this.#dropAllWith(step, past)
    this.#steps.push(step)
    this.#pasts.push(past)
    return true
  }

  *entries(): Generator<readonly [step: number, past: bigint]> {
    for (const [index, step] of this.#steps.entries()) yield [step, this.#pasts[index] as bigint]
  }

  #dropAllWith(step: number, past: bigint): void {
    const isKept = (_: unknown, index: number) =>
      this.#steps[index] !== step || ((this.#pasts[index] as bigint) & past) !== past
    const pasts = this.#pasts.filter(isKept)
    this.#steps = this.#steps.filter(isKept)
    this.#pasts = pasts
  }
}
