import fc, { type Arbitrary } from 'fast-check'
import type { CallPlan, Workload } from '../model/workload.ts'

/** What a generated workload may look like; a fixed number is taken as it is, absent ones are generated. */
export interface WorkloadShape {
  readonly operations: readonly string[]
  readonly writers?: number | undefined
  /** Calls a writer. */
  readonly calls?: number | undefined
  readonly sessions?: number | undefined
  readonly readers?: number | undefined
  /** False where each call is awaited before the next. Default: true. */
  readonly overlap?: boolean | undefined
  /** Sessions are parts of one file: writers of any of them meet. Default: false. */
  readonly sharesFile?: boolean | undefined
  /** The application is asked what it loads. Default: false. */
  readonly loads?: boolean | undefined
  /** Default: 4 MiB. */
  readonly maxPayloadBytes?: number | undefined
}

const maxWriters = 4
const maxCalls = 4
const maxSessions = 2
const maxReaders = 2
const kibibyte = 1024
const largestPayloadBytes = 4 * kibibyte * kibibyte

/** Workloads of two to four writers, mostly on one session, with documents of very unequal length. */
export function workloads(shape: WorkloadShape): Arbitrary<Workload> {
  return build(shape, { minWriters: 2, minCalls: 1 })
}

/**
 * Every workload that shrinking may pass through on its way from a failing one: down to a single call,
 * and never more of what the user fixed.
 */
export function smallerWorkloads(shape: WorkloadShape): Arbitrary<Workload> {
  return build(shape, { minWriters: 1, minCalls: 0 })
}

function build(shape: WorkloadShape, minima: { minWriters: number; minCalls: number }): Arbitrary<Workload> {
  const { writers, calls, readers } = shape
  // Composed without `chain`, since a failing workload is shrunk from its value alone.
  return fc.record({
    writers: fc.array(
      fc.array(callPlans(shape), { minLength: calls ?? minima.minCalls, maxLength: calls ?? maxCalls }),
      { minLength: writers ?? minima.minWriters, maxLength: writers ?? maxWriters },
    ),
    readers: fc.integer({ min: readers ?? 0, max: readers ?? maxReaders }),
  })
}

/** `true` is the simpler case, which is where fast-check shrinks a boolean's `false`. */
const awaited = fc.boolean().map(
  (value) => !value,
  (value) => value === false,
)

function callPlans({
  operations,
  sessions,
  maxPayloadBytes,
  overlap = true,
  sharesFile = false,
}: WorkloadShape): Arbitrary<CallPlan> {
  const all = Array.from({ length: sessions ?? maxSessions }, (_, index) => `s${index + 1}`)
  return fc.record({
    operation: fc.constantFrom(...operations),
    // Writers that never meet show nothing: without a fixed number, most calls share the first session.
    session:
      sessions === undefined && !sharesFile
        ? fc.constantFrom('s1', 's1', 's1', ...all)
        : fc.constantFrom(...all),
    payloadBytes: payloadBytes(maxPayloadBytes),
    awaited: overlap ? awaited : fc.constant(true),
  })
}

function payloadBytes(max: number = largestPayloadBytes): Arbitrary<number> {
  return fc.oneof(
    { weight: 20, arbitrary: fc.integer({ min: 0, max: Math.min(256, max) }) },
    { weight: 16, arbitrary: fc.integer({ min: 0, max: Math.min(64 * kibibyte, max) }) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max }) },
  )
}
