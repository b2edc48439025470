import { documentOf } from './document.ts'
import type { CallId, Workload } from './workload.ts'

/** Consecutive bytes of a session file; with whose output they are, and from which byte of it on. */
export type Run = { readonly bytes: number } | OwnedRun
export interface OwnedRun extends CallId {
  readonly bytes: number
  readonly at: number
}

/** What is larger, or mixed more finely, is no picture any more. */
const mostBytes = 256 * 1024
const mostCandidates = 64
const mostRuns = 64
/** Fewer equal bytes may be chance. */
const leastMatch = 4
/** Bytes to look for, where output of a call has moved to another offset. */
const keyBytes = 8

interface Candidate {
  readonly id: CallId
  readonly text: Buffer
  /** Where the run of it that came last has ended. */
  end: number
}

interface Match {
  readonly candidate: Candidate
  readonly at: number
  readonly bytes: number
}

/**
 * Tells whose output the bytes of a session file are, by comparing them with the documents: greedily the longest
 * stretch that some call's text has at the same offset, or else anywhere. Bytes that two calls have in common
 * count as those of the stretch they begin or end. What is too large or mixed too finely is left as nobody's.
 */
export function runsOf(session: string, bytes: Uint8Array, workload: Workload): readonly Run[] {
  const candidates = candidatesOf(session, workload)
  if (bytes.length > mostBytes || candidates.length > mostCandidates) return [{ bytes: bytes.length }]
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const runs: Run[] = []
  let unclaimed = 0
  let position = 0
  const settle = () => {
    if (unclaimed > 0) runs.push({ bytes: unclaimed })
    unclaimed = 0
  }
  while (position < buffer.length && runs.length < mostRuns) {
    const match = longest(buffer, position, candidates)
    if (match) {
      settle()
      const { candidate, at, bytes: length } = match
      candidate.end = at + length
      runs.push({ bytes: length, ...candidate.id, at })
    } else unclaimed += 1
    position += match?.bytes ?? 1
  }
  unclaimed += buffer.length - position
  settle()
  return runs
}

/** The text that a run is of; null where it is nobody's. */
export function textOf(run: Run, workload: Workload): string | null {
  const plan = 'at' in run && workload.writers[run.writer - 1]?.[run.call - 1]
  if (!plan) return null
  const { writer, call, at, bytes } = run
  const text = Buffer.from(JSON.stringify(documentOf({ writer, call }, plan)))
  return text.toString('utf8', at, at + bytes)
}

function candidatesOf(session: string, workload: Workload): Candidate[] {
  return workload.writers.flatMap((plans, writer) =>
    plans.flatMap((plan, call) => {
      if (plan.session !== session) return []
      const id = { writer: writer + 1, call: call + 1 }
      return [{ id, text: Buffer.from(JSON.stringify(documentOf(id, plan))), end: 0 }]
    }),
  )
}

function longest(buffer: Buffer, position: number, candidates: readonly Candidate[]): Match | null {
  let best: Match | null = null
  const key = buffer.subarray(position, position + keyBytes)
  for (const candidate of candidates) {
    for (const at of [position, candidate.end, 0, candidate.text.indexOf(key)]) {
      const bytes = at < 0 ? 0 : commonBytes(buffer, position, candidate.text, at)
      if (bytes > (best?.bytes ?? 0)) best = { candidate, at, bytes }
    }
  }
  const isTelling = best && (best.bytes >= leastMatch || position + best.bytes === buffer.length)
  return isTelling ? best : null
}

function commonBytes(left: Buffer, from: number, right: Buffer, at: number): number {
  const most = Math.min(left.length - from, right.length - at)
  let count = 0
  while (count < most && left[from + count] === right[at + count]) count += 1
  return count
}
