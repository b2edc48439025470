/**
 * The steps that were found to follow a state, each with those that it depends on, directly or through others, and
 * that follow the state before it. Of two ways to a step, one that depends on less tells more.
 */
export class Ahead {
  readonly #pasts = new Map<number, bigint[]>()

  /** False where as much is known already. */
  add(step: number, past: bigint): boolean {
    const known = this.#pasts.get(step)
    if (!known) {
      this.#pasts.set(step, [past])
      return true
    }
    if (known.some((other) => (other & past) === other)) return false
    this.#pasts.set(step, [...known.filter((other) => (other & past) !== past), past])
    return true
  }

  *entries(): Generator<readonly [step: number, past: bigint]> {
    for (const [step, pasts] of this.#pasts) for (const past of pasts) yield [step, past]
  }
}
