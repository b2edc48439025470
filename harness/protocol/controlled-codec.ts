import type { Operation, PendingStep } from '../model/step.ts'
import type { Grant, Outcome, Report } from './controlled-messages.ts'

/*
 * Grants and reports are sent once a step, so they travel as arrays: half the bytes, and nothing to look up by name.
 * Every other message is an object. Absent numbers are 0 where 0 means nothing, and null where it means something.
 */

type StepTuple = readonly [
  id: number,
  call: number,
  op: Operation,
  path: string | null,
  to: string | null,
  handle: number,
  flags: string | null,
  position: number | null,
  bytes: number | null,
  dueMillis: number | null,
  marks: number,
  through: readonly string[] | 0,
]

type ReportTuple = readonly [
  asked: readonly StepTuple[] | 0,
  withdrawn: readonly number[] | 0,
  /** An error's code, a number of bytes, or true for neither; null where no step was granted. */
  outcome: string | number | true | null,
  blockedOn: number,
  calls: Report['calls'] | 0,
  rest: Rest | 0,
]

/** What is said once an execution, or never. */
type Rest = Pick<
  Report,
  'files' | 'recovered' | 'finished' | 'uncontrolled' | 'refused' | 'sources' | 'stalledOn'
>

type GrantTuple = readonly [id: number, position: number, nowMicros: number, fault: Grant['fault'] | 0]

const syncMark = 1
const unrefMark = 2

export function encodeGrant({ id, position, nowMicros, fault }: Grant): GrantTuple {
  return [id, position, nowMicros, fault ?? 0]
}

/** Null where the message is something else than a grant. */
export function decodeGrant(message: unknown): Grant | null {
  if (!Array.isArray(message)) return null
  const [id, position, nowMicros, fault] = message as unknown as GrantTuple
  return fault === 0 || fault === undefined
    ? { type: 'grant', id, position, nowMicros }
    : { type: 'grant', id, position, nowMicros, fault }
}

export function encodeReport(report: Report): ReportTuple {
  const { asked, withdrawn, outcome, blockedOn, calls, ...others } = report
  const { files, recovered, finished, uncontrolled, refused, sources, stalledOn } = others
  const hasRest =
    (files ?? recovered ?? finished ?? uncontrolled ?? refused ?? sources ?? stalledOn) !== undefined
  return [
    asked ? asked.map(encodeStep) : 0,
    withdrawn ?? 0,
    outcome ? (outcome.error ?? outcome.bytes ?? true) : null,
    blockedOn ?? 0,
    calls ?? 0,
    hasRest ? { files, recovered, finished, uncontrolled, refused, sources, stalledOn } : 0,
  ]
}

/** @throws TypeError when the message is no report. */
export function decodeReport(message: unknown): Report {
  if (!Array.isArray(message)) throw new TypeError('expected a report')
  const [asked, withdrawn, outcome, blockedOn, calls, rest] = message as unknown as ReportTuple
  const { files, recovered, finished, uncontrolled, refused, sources, stalledOn } =
    rest === 0 ? nothing : rest
  return {
    type: 'report',
    asked: asked === 0 ? undefined : asked.map(decodeStep),
    withdrawn: withdrawn === 0 ? undefined : withdrawn,
    outcome: outcome === null ? undefined : decodeOutcome(outcome),
    blockedOn: blockedOn === 0 ? undefined : blockedOn,
    calls: calls === 0 ? undefined : calls,
    files,
    recovered,
    finished,
    uncontrolled,
    refused,
    sources,
    stalledOn,
  }
}

const nothing: Rest = {}

function decodeOutcome(outcome: string | number | true): Outcome {
  if (outcome === true) return {}
  return typeof outcome === 'string' ? { error: outcome } : { bytes: outcome }
}

function encodeStep(step: PendingStep): StepTuple {
  const { id, call, op, path, to, handle, flags, position, bytes, dueMillis, sync, unref, through } = step
  const marks = (sync ? syncMark : 0) | (unref ? unrefMark : 0)
  return [
    id,
    call,
    op,
    path ?? null,
    to ?? null,
    handle ?? 0,
    flags ?? null,
    position ?? null,
    bytes ?? null,
    dueMillis ?? null,
    marks,
    through ?? 0,
  ]
}

function decodeStep(tuple: StepTuple): PendingStep {
  const [id, call, op, path, to, handle, flags, position, bytes, dueMillis, marks, through] = tuple
  return {
    id,
    call,
    op,
    path: path ?? undefined,
    to: to ?? undefined,
    handle: handle === 0 ? undefined : handle,
    flags: flags ?? undefined,
    position: position ?? undefined,
    bytes: bytes ?? undefined,
    dueMillis: dueMillis ?? undefined,
    sync: (marks & syncMark) !== 0,
    unref: (marks & unrefMark) === 0 ? undefined : true,
    through: through === 0 ? undefined : through,
  }
}
