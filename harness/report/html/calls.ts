import type { Counterexample } from '../../model/counterexample.ts'
import type { CallRecord } from '../../model/record.ts'
import { callLabel } from '../../model/workload.ts'

/** One call as it runs through the steps, by their numbers from 1. */
export interface Interval {
  readonly writer: number
  readonly name: string
  /** Which of its writer's bars it is drawn as, from 0. */
  readonly track: number
  /** The step after which it was made; 0 at the start. */
  readonly made: number
  /** The step after which it settled; null where it never did, or that was not recorded. */
  readonly settled: number | null
  /** Its last step, which may come after it has settled: what it has deferred. */
  readonly last: number
  readonly outcome: string
}

/** The calls of a counterexample as intervals; without a record of them, from their first step to their last. */
export function intervalsOf({ workload, steps, calls = [] }: Counterexample): Interval[] {
  const records = new Map(calls.map((record) => [`${record.writer}/${record.call}`, record]))
  const busyUntil = new Map<string, number>()
  return workload.writers.flatMap((plans, index) =>
    plans.flatMap(({ operation }, at) => {
      const id = { writer: index + 1, call: at + 1 }
      const own = steps.filter(({ writer, call }) => writer === id.writer && call === id.call)
      const record = records.get(`${id.writer}/${id.call}`)
      const last = own.at(-1)?.position ?? 0
      if (!record && last === 0) return []
      const made = Math.floor(record?.invoked ?? (own[0]?.position ?? 1) - 1)
      const settled = record?.settled === null || !record ? null : Math.floor(record.settled)
      const end = Math.max(last, settled ?? last)
      let track = 0
      while ((busyUntil.get(`${id.writer}/${track}`) ?? -1) > made) track += 1
      busyUntil.set(`${id.writer}/${track}`, end)
      const interval: Interval = {
        writer: id.writer,
        name: callLabel(id, operation),
        track,
        made,
        settled,
        last,
        outcome: outcomeOf(record),
      }
      return [interval]
    }),
  )
}

function outcomeOf(record: CallRecord | undefined): string {
  if (!record) return ''
  const { outcome, error, returnedNothing } = record
  if (outcome === 'pending') return 'never settles'
  if (outcome === 'rejected') return `rejected${error ? `: ${error}` : ''}`
  return returnedNothing ? 'acknowledged at once, returning nothing' : 'acknowledged'
}

/** Whether a call is in flight while a step is taken, or still at work after it has settled. */
export function phaseAt({ made, settled, last }: Interval, position: number): 'running' | 'deferred' | null {
  if (position <= made) return null
  if (position <= (settled ?? last)) return 'running'
  return position <= last ? 'deferred' : null
}
