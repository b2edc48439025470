/**
 * Runs a piece of work on request, at most one at a time. Requests made while it runs share one follow-up, which
 * begins after the last of them: once nothing runs, every request was followed by a complete run.
 */
export class Coalesced {
  readonly #work: () => Promise<void>
  #running: Promise<void> | undefined
  #followUp: Promise<void> | undefined

  /** @param work takes the state that it is to keep before its first `await` */
  constructor(work: () => Promise<void>) {
    this.#work = work
  }

  /** Settles as the run does that began after this request. */
  request(): Promise<void> {
    // First: between two runs nothing is running, and a follow-up that has not begun covers this request.
    if (this.#followUp) return this.#followUp
    if (!this.#running) return this.#begin()
    this.#followUp = this.#running.catch(ignored).then(() => {
      this.#followUp = undefined
      return this.#begin()
    })
    return this.#followUp
  }

  /** Fulfils once what was requested so far has settled, either way. */
  async settled(): Promise<void> {
    await (this.#followUp ?? this.#running)?.catch(ignored)
  }

  #begin(): Promise<void> {
    const run = this.#work().finally(() => {
      this.#running = undefined
    })
    this.#running = run
    return run
  }
}

const ignored = (): void => {}
