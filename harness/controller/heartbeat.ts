import type { News } from '../protocol/controller-messages.ts'
import type { Execution } from './execute/execution.ts'

const beatEveryMillis = 200
/** The clock is looked at once in so many steps. */
const stepsPerLook = 32

/**
 * Counts what a controller has done, and tells so several times a second: a controller that falls silent is waiting
 * for a writer that does not come back.
 */
export class Heartbeat {
  executions = 0
  steps = 0
  phase = 'exploring'
  readonly #tell: (news: News) => void
  #toldMillis = performance.now()
  #sinceLook = 0

  constructor(tell: (news: News) => void) {
    this.#tell = tell
    this.#progress()
  }

  count(execution: Execution): void {
    this.executions += 1
    this.steps += execution.steps
  }

  /** After every step. */
  beat(): void {
    this.#sinceLook += 1
    if (this.#sinceLook < stepsPerLook) return
    this.#sinceLook = 0
    if (performance.now() - this.#toldMillis >= beatEveryMillis) this.#progress()
  }

  /** Between executions: lets the event loop see to signals and ended processes now and then. */
  async yield(): Promise<void> {
    if (performance.now() - this.#toldMillis < beatEveryMillis) return
    this.#progress()
    await new Promise((resolve) => setImmediate(resolve))
  }

  #progress(): void {
    this.#toldMillis = performance.now()
    const { executions, steps, phase } = this
    this.#tell({ type: 'progress', executions, steps, phase })
  }
}
