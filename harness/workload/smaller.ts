import type { CallPlan, Workload } from '../model/workload.ts'

type Writers = Workload['writers']

const payloadStepBytes = 24

/**
 * Workloads that are one step smaller, those that lose most first: without one writer, all on one session, without one
 * call. What remains keeps its order; a writer without calls goes.
 */
export function smallerWorkloads({ writers, readers }: Workload): Workload[] {
  const withoutWriter = writers.map((_, index) => writers.toSpliced(index, 1))
  const onOneSession = writers.map((calls) => calls.map((plan) => changed(plan, { session: 's1' })))
  const withoutCall = writers.flatMap((calls, index) =>
    calls.map((_, call) => writers.with(index, calls.toSpliced(call, 1))),
  )
  const smaller = [...withoutWriter, onOneSession, ...withoutCall].map((each) =>
    each.filter((calls) => calls.length > 0),
  )
  return distinctFrom(
    writers,
    smaller.filter((each) => each.length > 0),
    readers,
  )
}

/** Workloads with as many calls that are easier to read: short documents, calls that are waited for. */
export function plainerWorkloads({ writers, readers }: Workload): Workload[] {
  let count = 0
  const short = (plan: CallPlan) => changed(plan, { payloadBytes: payloadStepBytes * (count += 1) })
  const shortened = writers.map((calls) => calls.map(short))
  const awaited = shortened.map((calls) => calls.map((plan) => changed(plan, { awaited: true })))
  return distinctFrom(writers, [awaited, shortened], readers)
}

function changed(plan: CallPlan, change: Partial<CallPlan>): CallPlan {
  return { ...plan, ...change }
}

/** Each once, and none that is as the original. */
function distinctFrom(original: Writers, candidates: readonly Writers[], readers: number): Workload[] {
  const byText = new Map(candidates.map((writers) => [JSON.stringify(writers), writers]))
  byText.delete(JSON.stringify(original))
  return [...byText.values()].map((writers) => ({ writers, readers }))
}
