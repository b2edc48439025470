import type { ProgramEnd } from '../program-end.ts'

/** What of the gate tells whether a program has come to its end. */
interface EndingGate {
  /** How many steps were asked for so far. */
  readonly asked: number
  /** Whether a step or timer is pending that Node would wait for. */
  readonly isAlive: boolean
  /** Nothing that is asked for from now on is ever granted. */
  close(): void
}

/**
 * Ends a target's program as Node would, once all its calls have settled and nothing is pending: `beforeExit` handlers
 * run, again after whatever they have begun, and in the end `exit` handlers. All of that is under control: the files
 * that they touch are steps. What an `exit` handler leaves behind is never carried out.
 *
 * A handler of `beforeExit` that begins something which asks for no step is not told a second time.
 */
export class Ending {
  readonly #gate: EndingGate
  readonly #end: Pick<ProgramEnd, 'isAwaited' | 'tell'>
  #hasFinished = false
  #isOver = false
  /** How many steps had been asked for when `beforeExit` handlers ran last; null before that. */
  #askedBefore: number | null = null

  constructor(gate: EndingGate, end: Pick<ProgramEnd, 'isAwaited' | 'tell'>) {
    this.#gate = gate
    this.#end = end
  }

  /** An execution begins. */
  reset(): void {
    this.#hasFinished = false
    this.#isOver = false
    this.#askedBefore = null
  }

  /** Every call has settled, and the target is closed. */
  finished(): void {
    this.#hasFinished = true
  }

  /** To be called when the process is at rest. True where handlers have run, so that there is something to wait for. */
  advance(): boolean {
    const gate = this.#gate
    if (!this.#hasFinished || this.#isOver || gate.isAlive) return false
    if (this.#askedBefore === null && !this.#end.isAwaited) return false
    if (gate.asked !== this.#askedBefore) {
      this.#askedBefore = gate.asked
      this.#end.tell('beforeExit')
    } else {
      this.#isOver = true
      this.#end.tell('exit')
      gate.close()
    }
    return true
  }
}
