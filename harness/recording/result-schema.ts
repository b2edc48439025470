import * as v from 'valibot'
import { inconclusive } from '../model/conclude.ts'
import { problemKinds } from '../model/problem-kinds.ts'
import { shrinkBounds, type Result } from '../model/result.ts'
import { oracleNames } from '../model/verdict.ts'

const count = v.pipe(v.number(), v.integer(), v.minValue(0))

const space = {
  writers: count,
  calls: count,
  sessions: count,
  executions: count,
  predicted: v.exactOptional(count),
  states: count,
  unawaited: v.exactOptional(v.literal(true)),
  loads: v.exactOptional(v.literal(true)),
  faultsAtOnce: v.exactOptional(count),
  faults: v.array(v.string()),
}

/** The JSON result, as far as it is read again; more may be in it. What older versions do not say has a default. */
const fields = {
  version: v.literal(1, 'expected a result of version 1'),
  command: v.string(),
  target: v.string(),
  targetPath: v.string(),
  specification: v.exactOptional(v.string()),
  verdict: v.picklist(['holds', 'violated', 'inconclusive']),
  seed: count,
  shard: v.pipe(v.string(), v.regex(/^[1-9]\d*\/[1-9]\d*$/, 'expected i/n')),
  node: v.string(),
  control: v.optional(v.picklist(['interposed', 'served', 'none']), 'none'),
  commands: v.exactOptional(v.array(v.string())),
  startOptions: v.exactOptional(v.array(v.string())),
  elapsedMs: v.number(),
  executions: count,
  steps: count,
  exhausted: v.array(v.looseObject(space)),
  unfinished: v.exactOptional(
    v.array(
      v.looseObject({
        ...space,
        workloads: count,
        of: count,
        untried: count,
        percent: count,
        keptWaiting: v.exactOptional(v.literal(true)),
        outOfMemory: v.exactOptional(v.literal(true)),
      }),
    ),
  ),
  parts: v.exactOptional(v.array(v.looseObject({ ...space, workloads: count, of: count }))),
  oracles: v.record(v.picklist(oracleNames), v.picklist(['holds', 'violated', 'not-checked'])),
  leftOut: v.optional(v.array(v.picklist(oracleNames)), []),
  notAsked: v.exactOptional(v.array(v.picklist(oracleNames))),
  firstViolation: v.nullable(v.looseObject({ execution: count, elapsedMs: v.number() })),
  violations: v.array(
    v.looseObject({
      oracle: v.picklist(oracleNames),
      session: v.string(),
      message: v.string(),
      replayFile: v.nullable(v.string()),
      writers: count,
      calls: count,
      steps: count,
      switches: count,
      minimal: v.boolean(),
      bound: v.exactOptional(v.picklist(shrinkBounds)),
      shrinkMs: v.exactOptional(v.number()),
      reproduced: v.looseObject({ times: count, of: count }),
      signature: v.string(),
    }),
  ),
  seen: v.exactOptional(v.record(v.string(), count)),
  race: v.exactOptional(
    v.looseObject({
      rounds: count,
      executions: v.exactOptional(count),
      overlappingRounds: count,
      isAlone: v.exactOptional(v.literal(true)),
      startSkewMicros: v.looseObject({ p50: v.number(), p99: v.number() }),
    }),
  ),
  faults: v.record(v.string(), count),
  faultsByOperation: v.exactOptional(v.record(v.string(), v.record(v.string(), count))),
  neverStruck: v.exactOptional(v.array(v.string())),
  rejections: v.optional(v.looseObject({ calls: count, first: v.nullable(v.string()) }), {
    calls: 0,
    first: null,
  }),
  emptyShard: v.exactOptional(v.literal(true)),
  escapes: v.array(v.string()),
  freshProcesses: v.exactOptional(v.string()),
  notRepeated: v.exactOptional(v.string()),
  predicted: v.exactOptional(v.looseObject({ executions: count, checked: count })),
  continued: v.exactOptional(v.string()),
  notChecked: v.exactOptional(v.array(v.string())),
  interrupted: v.exactOptional(v.literal(true)),
  problems: v.array(
    v.pipe(
      v.looseObject({
        process: v.string(),
        kind: v.optional(v.picklist(problemKinds), 'failed'),
        gist: v.exactOptional(v.string()),
        message: v.string(),
        stderr: v.string(),
        place: v.exactOptional(v.string()),
      }),
      v.transform((problem) => ({ ...problem, gist: problem.gist ?? problem.message })),
    ),
  ),
} satisfies Record<keyof Result, v.GenericSchema>
/** What the `json` reporter writes. */
export const resultSchema = v.looseObject(fields)

/**
 * Checks what the `json` reporter wrote. Counterexamples are not in it.
 *
 * @returns the result, or the first thing that is wrong with it.
 */
export function parseResult(value: unknown): Result | { readonly wrong: string } {
  const parsed = v.safeParse(resultSchema, value)
  if (!parsed.success) {
    const [issue] = parsed.issues
    return { wrong: `${v.getDotPath(issue) ?? 'it'}: ${issue.message}` }
  }
  const { verdict, firstViolation, violations: printed, problems, ...facts } = parsed.output
  if (verdict === 'violated') {
    const violations = printed.map((violation) => Object.assign(violation, { counterexample: null }))
    return { ...facts, verdict, firstViolation, violations, problems }
  }
  if (printed.length > 0) return { wrong: `violations: expected none where the verdict is ${verdict}` }
  if (verdict === 'inconclusive') return { ...facts, ...inconclusive(problems) }
  if (problems.length > 0) return { wrong: `problems: expected none where the verdict is ${verdict}` }
  return { ...facts, verdict, firstViolation: null, violations: [], problems: [] }
}
