import type { CallPlan, Workload } from '../model/workload.ts'

const payloadStepBytes = 24

/**
 * Workloads that are one step smaller, those that lose most first: without one writer, all on one session, without one
 * call. What remains keeps its order; a writer without calls goes.
 */
export function smallerWorkloads(workload: Workload): Workload[] {
  const { writers } = workload
  const withoutWriter = writers.map((_, index) => writers.toSpliced(index, 1))
  const onOneSession = writers.map((calls) => calls.map((plan) => changed(plan, { session: 's1' })))
  const withoutCall = writers.flatMap((calls, index) =>
    calls.map((_, call) => writers.with(index, calls.toSpliced(call, 1))),
  )
  const smaller = [...withoutWriter, onOneSession, ...withoutCall].map((each) =>
    each.filter((calls) => calls.length > 0),
  )
  return distinctFrom(
    workload,
    smaller.filter((each) => each.length > 0).map((each) => withWriters(workload, each)),
  )
}

/**
 * Workloads with as many calls that are easier to read: short documents, calls that are waited for, and that begin at
 * once.
 */
export function plainerWorkloads(workload: Workload): Workload[] {
  const { writers, startsAreSteps: _starts, ...rest } = workload
  let count = 0
  const short = (plan: CallPlan) => changed(plan, { payloadBytes: payloadStepBytes * (count += 1) })
  const shortened = writers.map((calls) => calls.map(short))
  const awaited = shortened.map((calls) => calls.map((plan) => changed(plan, { awaited: true })))
  const plainer = [awaited, shortened]
  return distinctFrom(workload, [
    ...plainer.map((each) => withWriters(rest, each)),
    ...plainer.map((each) => withWriters(workload, each)),
  ])
}

function withWriters(workload: Omit<Workload, 'writers'>, writers: Workload['writers']): Workload {
  return { ...workload, writers }
}

function changed(plan: CallPlan, change: Partial<CallPlan>): CallPlan {
  return { ...plan, ...change }
}

/** Each once, and none that is as the original. */
function distinctFrom(original: Workload, candidates: readonly Workload[]): Workload[] {
  const byText = new Map(candidates.map((workload) => [textOf(workload), workload]))
  byText.delete(textOf(original))
  return [...byText.values()]
}

function textOf({ writers, readers, startsAreSteps }: Workload): string {
  return JSON.stringify([writers, readers, startsAreSteps === true])
}
