import type { Content } from '../model/content.ts'
import type { CallId } from '../model/workload.ts'
import type { CallRecord, ExecutionRecord } from '../model/record.ts'
import { acknowledged } from './sessions.ts'

/**
 * An acknowledged call whose output neither the file nor any later call's stands for: the file holds nothing of use, or
 * what was acknowledged before that call began. Null where the content is that of such a call, or no call promised any.
 */
export function lostCall(calls: readonly CallRecord[], content: Content): CallRecord | null {
  const promised = calls.filter(({ outcome }) => outcome === 'acknowledged')
  if (content.kind !== 'complete') return promised.at(-1) ?? null
  const held = promised.find((call) => isSame(call, content))
  return (held && promised.find((call) => isAcknowledgedBefore(held, call))) ?? null
}

/** By session, which calls began after which were acknowledged: what {@link lostCall} goes by. Plain data. */
export function orderOf(record: ExecutionRecord): unknown {
  return acknowledged(record).map((call) => [
    shortNameOf(call),
    record.calls.filter((later) => isAcknowledgedBefore(call, later)).map(shortNameOf),
  ])
}

/** A call in what an oracle remembers: short, and the same in all executions. */
export function shortNameOf({ writer, call }: CallId): string {
  return `${writer}#${call}`
}

/** Whether one call was acknowledged before another began. */
export function isAcknowledgedBefore({ settled }: CallRecord, { invoked }: CallRecord): boolean {
  return settled !== null && settled < invoked
}

function isSame(one: CallId, other: CallId): boolean {
  return one.writer === other.writer && one.call === other.call
}
