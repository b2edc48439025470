import { messageOf } from '../model/errors.ts'
import type { Workload } from '../model/workload.ts'
import type { ReplyOf } from '../protocol/messages.ts'
import { microsSince, waitUntil } from './barrier.ts'
import { CallRunner } from './call-runner.ts'
import type { CallableTarget } from './command-calls.ts'
import type { RacingSignals } from './racing-signals.ts'

interface RacingOptions {
  readonly overlap: boolean
  readonly keepsReturned: boolean
  readonly signals: RacingSignals
}

/** One writer's calls in a round of a race: released at the barrier, timed by the clock that all writers share. */
export class RacingCalls {
  readonly #runner: CallRunner
  readonly #signals: RacingSignals
  #closeError: string | null = null

  constructor(
    open: CallableTarget,
    workload: Workload,
    writer: number,
    { signals, ...options }: RacingOptions,
  ) {
    this.#signals = signals
    this.#runner = new CallRunner(open, workload, { writer, ...options })
  }

  async run(startAtNanos: bigint): Promise<void> {
    waitUntil(startAtNanos)
    try {
      await this.#runner.run({
        now: () => microsSince(startAtNanos),
        within: (_call, body) => body(),
        changed: () => {},
      })
    } catch (error) {
      this.#closeError = messageOf(error)
    }
  }

  report(): ReplyOf<'done'> {
    const { records: calls } = this.#runner
    const { strangers } = this.#signals
    return {
      type: 'done',
      calls,
      rssBytes: process.memoryUsage.rss(),
      closeError: this.#closeError,
      strangers,
    }
  }
}
