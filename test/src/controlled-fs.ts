import fs from 'node:fs'
import { vi } from 'vitest'

const names = ['open', 'write', 'fsync', 'close', 'rename', 'unlink', 'mkdir'] as const
export type StepName = (typeof names)[number]

type Native = (...args: unknown[]) => unknown
type Done = (error: unknown, value?: unknown) => void

/** A call that was requested of the thread pool: executed when the test says so, and only later reported. */
export interface PendingStep {
  readonly name: StepName
  execute(): void
  report(): void
}

/** What happens instead of a call: an error, or a write of a half of the bytes, or of none. */
type Instead = Error | 'short' | 'nothing'

/** Decides what happens instead of a call, if anything. Counts each style's calls from 0. */
export type Fault = (name: StepName, args: readonly unknown[], index: number) => Instead | undefined

export const failure = (code: string): Error => Object.assign(new Error(`${code}: injected`), { code })

/** Puts the test in the place of the thread pool: asynchronous steps wait in `pending` until it lets them go. */
export class ControlledFs {
  readonly pending: PendingStep[] = []
  /** Called before each synchronous step, while JavaScript is blocked in it. */
  beforeSync: (index: number) => void = () => {}
  syncFault: Fault = () => undefined
  asyncFault: Fault = () => undefined
  syncSteps: StepName[] = []
  asyncSteps: StepName[] = []

  constructor() {
    for (const name of names) this.#interpose(name)
  }

  #interpose(name: StepName): void {
    const functions = fs as unknown as Record<string, Native>
    const original = functions[`${name}Sync`]!.bind(fs)
    vi.spyOn(functions, `${name}Sync`).mockImplementation((...args) => {
      const index = this.syncSteps.push(name) - 1
      this.beforeSync(index)
      return struck(original, args, this.syncFault(name, args, index))
    })
    vi.spyOn(functions, name).mockImplementation((...args) => {
      const done = args.pop() as Done
      const index = this.asyncSteps.push(name) - 1
      this.pending.push(
        pendingStep(name, done, () => struck(original, args, this.asyncFault(name, args, index))),
      )
    })
  }

  /** Executes and reports everything that is pending, and what that gives rise to, until nothing is. */
  async drain(): Promise<void> {
    await settled()
    while (this.pending.length > 0) await this.letGo()
  }

  /** Executes and reports the step that was requested first. */
  async letGo(): Promise<void> {
    const step = this.pending.shift()!
    step.execute()
    step.report()
    await settled()
  }
}

/** Nothing but promises is outstanding once a step was reported, and they are done before the next turn. */
export const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

function struck(original: Native, args: unknown[], fault: Instead | undefined): unknown {
  if (fault instanceof Error) throw fault
  if (fault === 'nothing') return 0
  if (fault !== 'short') return original(...args)
  const [descriptor, bytes, offset, length, position] = args as [number, Uint8Array, number, number, number]
  return original(descriptor, bytes, offset, Math.ceil(length / 2), position)
}

function pendingStep(name: StepName, done: Done, perform: () => unknown): PendingStep {
  let outcome: [error: unknown, value?: unknown] | undefined
  return {
    name,
    execute() {
      if (outcome) return
      try {
        outcome = [null, perform()]
      } catch (error) {
        outcome = [error]
      }
    },
    report() {
      done(...outcome!)
    },
  }
}
