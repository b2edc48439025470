import type { Gate } from '../gate.ts'

/** What of the gate tells whether a call begins beside other work. */
interface BusyGate extends Gate {
  readonly isBusy: boolean
  isBusyBeside(call: number): boolean
  tell(news: { readonly deferred: true }): void
}

interface Held {
  readonly call: number
  readonly go: () => void
}

/**
 * When a writer's calls begin. Either at once, and then it is told whether a call has begun beside work that was under
 * way. Or each is held back until the process is at rest: where steps or timers are pending then, its start is a step
 * among these, else it begins without one.
 */
export class CallStarts {
  readonly #gate: BusyGate
  readonly #within: <T>(call: number, body: () => T) => T
  #areSteps = false
  #held: Held | null = null
  /** The call that has begun at once since the process was last at rest; null where none has. */
  #begun: number | null = null

  constructor(gate: BusyGate, within: <T>(call: number, body: () => T) => T) {
    this.#gate = gate
    this.#within = within
  }

  /** An execution begins. */
  reset(areSteps: boolean): void {
    this.#areSteps = areSteps
    this.#held = null
    this.#begun = null
  }

  /** @param call 0 where the target is about to be closed */
  starting(call: number): Promise<void> | undefined {
    if (this.#areSteps)
      return new Promise((resolve) => {
        this.#held = { call, go: resolve }
      })
    if (this.#gate.isBusy) this.#gate.tell({ deferred: true })
    this.#begun = call
    return undefined
  }

  /** To be called when the process is at rest. True where a call begins now, so that it is at rest no longer. */
  release(): boolean {
    if (this.#begun !== null && this.#gate.isBusyBeside(this.#begun)) this.#gate.tell({ deferred: true })
    this.#begun = null
    const held = this.#held
    this.#held = null
    if (!held) return false
    const { call, go } = held
    if (!this.#gate.isBusy) {
      go()
      return true
    }
    const request = {
      step: { op: 'begin', sync: false },
      perform: () => {},
      fail: (code: string) => new Error(`the start of a call cannot fail with ${code}`),
    } as const
    this.#within(call, () => this.#gate.post(request, go))
    return false
  }
}
