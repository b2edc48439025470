import { virtualStartMillis } from '../../../harness/model/clock.ts'
import type { Fault } from '../../../harness/model/fault.ts'
import type { Program, Reaction } from '../../../harness/model/program.ts'
import type { CallRecord } from '../../../harness/model/record.ts'
import type { RunDirectory } from '../../../harness/model/run-directory.ts'
import type { PendingStep } from '../../../harness/model/step.ts'

/** What came of a program whose every step was granted at once. */
export interface Served {
  readonly calls: readonly CallRecord[]
  readonly steps: readonly PendingStep[]
  readonly uncontrolled: readonly string[]
  readonly entries: readonly string[]
}

/**
 * Lets a program make its calls, and grants whatever it asks for.
 *
 * @param count of its calls
 * @param strikes what a step is struck by
 */
export function grantAll(
  program: Program,
  dir: RunDirectory,
  count: number,
  strikes: (step: PendingStep) => Fault | undefined = () => undefined,
): Served {
  const plan = { operation: 'write', session: 's1', payloadBytes: 1, awaited: true }
  const workload = { writers: [Array.from({ length: count }, () => plan)], readers: 0 }
  const calls = new Map<number, CallRecord>()
  const steps: PendingStep[] = []
  const uncontrolled: string[] = []
  const waiting: PendingStep[] = []
  const take = (reaction: Reaction) => {
    for (const call of reaction.calls ?? []) calls.set(call.call, call)
    steps.push(...(reaction.asked ?? []))
    waiting.push(...(reaction.asked ?? []))
    uncontrolled.push(...(reaction.uncontrolled ?? []), ...(reaction.stalledOn ?? []))
  }
  take(program.begin({ dir: dir.path, writer: 1, workload, seed: 1, pid: 1 }))
  for (let step = waiting.shift(), position = 1; step; step = waiting.shift(), position += 1) {
    const grant = { id: step.id, position, nowMicros: virtualStartMillis * 1000, fault: strikes(step) }
    take(program.grant(grant, () => `step ${position}`))
  }
  return { calls: [...calls.values()], steps, uncontrolled, entries: dir.entries() }
}
