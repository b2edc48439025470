import * as v from 'valibot'
import { persistenceNames } from '../model/fault.ts'
import { runtimeNames } from '../model/runtime.ts'
import { operations } from '../model/step.ts'
import { oracleNames } from '../model/verdict.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** POSIX: a pathname holds no NUL byte. */
const pathText = v.pipe(
  v.string(),
  v.check((path) => !path.includes('\0'), 'expected a path, and none has a NUL byte'),
)

/** A path inside the run directory: nothing a file says may lead anywhere else. */
const innerPath = v.pipe(
  v.string(),
  v.check(
    (path) => !/^([A-Za-z]:|[/\\])/.test(path) && !path.split(/[/\\]/).includes('..') && !path.includes('\0'),
    'expected a path inside the run directory',
  ),
)

const errorCode = v.pipe(v.string(), v.regex(/^E[A-Z0-9]+$/, 'expected the code of a system error'))

const fault = v.variant('kind', [
  v.strictObject({ kind: v.literal('errno'), code: errorCode, lasts: v.exactOptional(v.literal(true)) }),
  v.strictObject({ kind: v.literal('short-write'), bytes: count, followedBy: v.exactOptional(errorCode) }),
  v.strictObject({ kind: v.literal('kill'), bytes: v.exactOptional(count) }),
  v.strictObject({
    kind: v.literal('power-loss'),
    model: v.picklist(persistenceNames),
    missing: v.array(count),
  }),
  v.strictObject({ kind: v.literal('stall') }),
])

const decision = v.object({
  writer: v.pipe(count, v.minValue(1)),
  call: count,
  op: v.picklist(operations),
  path: v.exactOptional(innerPath),
  to: v.exactOptional(innerPath),
  receiver: v.exactOptional(v.pipe(count, v.minValue(1))),
  signal: v.exactOptional(v.pipe(count, v.maxValue(128))),
  ordinal: v.pipe(count, v.minValue(1)),
  fault: v.exactOptional(fault),
})

/** As `call-site.ts` writes it. */
const place = v.pipe(v.string(), v.maxLength(4096), v.regex(/:\d+:\d+$/))

const run = v.union([
  v.object({ bytes: count, writer: count, call: count, text: v.exactOptional(v.string()) }),
  v.object({ bytes: count, text: v.exactOptional(v.string()) }),
])
const mixture = { bytes: count, mixes: v.string(), runs: v.exactOptional(v.array(run)) }

const content = v.variant('kind', [
  v.object({
    kind: v.literal('missing'),
    reason: v.exactOptional(v.string()),
    exists: v.exactOptional(v.literal(true)),
  }),
  v.object({
    kind: v.literal('inaccessible'),
    reason: v.string(),
    isTooLarge: v.exactOptional(v.literal(true)),
    gaveUp: v.exactOptional(v.literal(true)),
  }),
  v.object({
    kind: v.literal('complete'),
    bytes: count,
    writer: count,
    call: count,
    text: v.exactOptional(v.string()),
  }),
  v.object({
    kind: v.literal('value'),
    bytes: count,
    value: v.unknown(),
    runs: mixture.runs,
  }),
  v.object({ kind: v.literal('unreadable'), reason: v.string(), ...mixture }),
  v.object({
    kind: v.literal('foreign'),
    says: v.exactOptional(v.object({ writer: count, call: count })),
    ...mixture,
  }),
])

const callPlan = v.object({
  operation: v.string(),
  session: v.pipe(v.string(), v.regex(/^s\d+$/)),
  payloadBytes: v.pipe(count, v.maxValue(64 * 1024 * 1024)),
  awaited: v.boolean(),
  looks: v.exactOptional(v.literal(true)),
})

const callRecord = v.object({
  writer: count,
  call: count,
  operation: v.string(),
  session: v.string(),
  invoked: v.number(),
  settled: v.nullable(v.number()),
  outcome: v.picklist(['acknowledged', 'rejected', 'pending']),
  returnedNothing: v.exactOptional(v.literal(true)),
  error: v.exactOptional(v.string()),
  returned: v.exactOptional(v.unknown()),
})

/** Version 1 of the replay file. Data only. */
export const replayFileSchema = v.object({
  version: v.literal(1),
  /** Version of the package that wrote it. */
  onewriter: v.string(),
  node: v.string(),
  /** Where it is not told, as `auto` has it. */
  control: v.exactOptional(v.picklist(['interposed', 'served'])),
  /** What ran the writers, where that was not Node. */
  runtime: v.exactOptional(v.object({ name: v.picklist(runtimeNames), version: v.string() })),
  /** Relative to the replay file's directory. */
  target: pathText,
  /** SHA-256 of the target's source. */
  sourceHash: v.string(),
  /** Of the run that found it. */
  runSeed: count,
  signature: v.string(),
  counterexample: v.object({
    workload: v.object({
      writers: v.pipe(v.array(v.array(callPlan)), v.minLength(1), v.maxLength(64)),
      readers: count,
      startsAreSteps: v.exactOptional(v.literal(true)),
    }),
    schedule: v.array(decision),
    steps: v.array(
      v.object({
        ...decision.entries,
        position: count,
        bytes: v.exactOptional(count),
        error: v.exactOptional(v.string()),
        aftermath: v.exactOptional(fault),
        lost: v.exactOptional(v.array(v.string())),
        sync: v.exactOptional(v.boolean()),
        source: v.exactOptional(place),
        held: v.exactOptional(v.record(v.string(), content)),
      }),
    ),
    calls: v.exactOptional(v.array(callRecord)),
    lines: v.exactOptional(v.record(v.string(), v.string())),
    files: v.record(v.string(), innerPath),
    seed: count,
    samePid: v.boolean(),
    oracle: v.picklist(oracleNames),
    finding: v.object({ session: v.exactOptional(v.string()), message: v.string(), kind: v.string() }),
    also: v.exactOptional(v.array(v.object({ oracle: v.picklist(oracleNames), message: v.string() }))),
  }),
})

export type ReplayFile = v.InferOutput<typeof replayFileSchema>
