import { unread, type Classify, type Unread } from '../../model/content.ts'
import type { Fault } from '../../model/fault.ts'
import type { CallRecord, ExecutionRecord } from '../../model/record.ts'
import type { Schedule } from '../../model/schedule.ts'
import { scheduleOf, type StepEvent } from '../../model/step-log.ts'
import { startedAgain, type Workload } from '../../model/workload.ts'
import type { DiskImage } from '../../faults/power-loss/index.ts'
import type { Tree } from '../../model/tree.ts'

/**
 * What had come of an execution by a moment.
 *
 * @param steps those up to then
 * @param workload as it was before anything started again
 */
export function upTo(
  { calls, files, faults, specification }: ExecutionRecord,
  steps: readonly StepEvent[],
  workload: Workload,
): ExecutionRecord {
  return {
    workload,
    calls: callsUpTo(calls, steps.length),
    reads: [],
    finals: {},
    files,
    entries: [],
    faults: faults.slice(0, steps.filter(wasStruck).length),
    observed: false,
    ...(specification && { specification }),
  }
}

/** The calls as they stood once the writers had made of a step what they would. */
function callsUpTo(calls: readonly CallRecord[], position: number): CallRecord[] {
  return calls
    .filter(({ invoked }) => invoked < position + 1)
    .map((call): CallRecord => {
      if (call.settled !== null && call.settled < position + 1) return call
      const { writer, call: ordinal, operation, session, invoked } = call
      return { writer, call: ordinal, operation, session, invoked, settled: null, outcome: 'pending' }
    })
}

export interface Loss {
  readonly fault: Fault
  readonly image: DiskImage
  readonly classify: Classify
  readonly recovers: boolean
}

/** The record of an execution that ends with a power loss after the given step, when power comes back. */
export function restarting(
  soFar: ExecutionRecord,
  { writer, call, op, path, position }: StepEvent,
  { fault, image, classify, recovers }: Loss,
): ExecutionRecord {
  const finals = Object.fromEntries(
    Object.entries(soFar.files).map(([session, file]) => [
      session,
      classify(session, bytesIn(image.tree, file)),
    ]),
  )
  const entries = [...image.tree].map(([name, { kind }]) => (kind === 'directory' ? `${name}/` : name))
  return {
    ...soFar,
    workload: startedAgain(soFar.workload),
    finals,
    entries,
    faults: [...soFar.faults, { fault, writer, call, op, path }],
    restart: { position, recovers, finals, entries },
  }
}

/** What is read by a path of an image: a symbolic link is no file that a crash has left, it leads to one. */
function bytesIn(tree: Tree, path: string): Uint8Array | Unread {
  const met = new Set<string>()
  for (let at = path; ;) {
    const node = tree.get(at)
    if (!node) return { kind: 'missing' }
    if (node.kind === 'file') return node.bytes
    if (node.kind === 'directory') return unread.directory
    if (met.has(at)) return unread.loop
    met.add(at)
    at = node.to
  }
}

/** Whether an error was injected into a step, or its writer was killed there. */
export function wasStruck({ fault, aftermath }: StepEvent): boolean {
  return fault !== undefined || aftermath !== undefined
}

/** The schedule of these steps, with power lost after the last of them. */
export function struckBy(steps: readonly StepEvent[], fault: Fault): Schedule {
  const schedule = scheduleOf(steps)
  const last = schedule.at(-1)
  return last ? [...schedule.slice(0, -1), { ...last, fault }] : []
}
