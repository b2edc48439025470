import * as v from 'valibot'
import { TraceFormatError } from './errors.ts'
import { statuses } from './trace-status.ts'

/** The version of the format that this package writes, and the only one that it reads. */
export const traceVersion = 1

const millis = v.pipe(v.number(), v.finite())
const amount = v.pipe(v.number(), v.finite(), v.minValue(0))
const tokenCount = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

export const spanKinds = ['session', 'generation', 'tool', 'text', 'custom'] as const

const usageSchema = v.object({
  inputTokens: tokenCount,
  outputTokens: tokenCount,
  costUsd: v.pipe(amount, v.maxValue(1e12)),
})

// Not `v.record`, which drops keys such as `constructor`: what JSON.parse gave is JSON already.
const attributesSchema = v.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'Invalid attributes: Expected an object',
)

const spanSchema = v.object({
  id: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** `null` for the span of the session. */
  parentId: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  kind: v.picklist(spanKinds),
  name: v.string(),
  status: v.picklist(statuses),
  /** Milliseconds since 1970-01-01T00:00:00Z, as all instants here. */
  startedAtMillis: millis,
  /** `null` while the span runs. */
  endedAtMillis: v.nullable(millis),
  usage: usageSchema,
  attributes: attributesSchema,
  /** What went wrong, where `status` is `error` or `crashed`. */
  error: v.nullable(v.string()),
})

const traceSchema = v.object({
  version: v.literal(traceVersion),
  sessionId: v.string(),
  status: v.picklist(statuses),
  startedAtMillis: millis,
  endedAtMillis: v.nullable(millis),
  /** The sum of the spans' usage. */
  totals: v.object({ inputTokens: amount, outputTokens: amount, costUsd: amount }),
  spans: v.array(spanSchema),
})

export type SpanKind = (typeof spanKinds)[number]
/** Tokens, and their price in US dollars. */
export type Usage = v.InferOutput<typeof usageSchema>
export type SpanRecord = v.InferOutput<typeof spanSchema>
/** The content of a trace file: plain JSON. */
export type TraceDocument = v.InferOutput<typeof traceSchema>

/** The text of a trace file. A pure function: equal documents give equal text. */
export function encodeTrace(document: TraceDocument): string {
  return `${JSON.stringify(document)}\n`
}

/**
 * The inverse of {@link encodeTrace}. Fields that this version does not know are dropped.
 *
 * @throws {TraceFormatError} where the text is not JSON, is of another version, or lacks something
 */
export function parseTrace(text: string): TraceDocument {
  return validated(traceSchema, jsonOf(text), 'trace')
}

/** @throws {TraceFormatError} where a count is not a whole number from 0, or the cost not an amount */
export function parseUsage(usage: Partial<Usage>): Usage {
  return validated(usageSchema, { inputTokens: 0, outputTokens: 0, costUsd: 0, ...usage }, 'usage')
}

/**
 * A copy of the attributes as JSON gives them back, so that neither a later change nor a cycle in them can harm a trace.
 *
 * @throws {TraceFormatError} where they are not an object that JSON can express
 */
export function copyAttributes(attributes: Record<string, unknown>): Record<string, unknown> {
  try {
    return validated(attributesSchema, JSON.parse(JSON.stringify(attributes)), 'attributes')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TraceFormatError(`Expected attributes that JSON can express, got: ${reason}`, { cause: error })
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new TraceFormatError(`Expected JSON, got ${text.length} characters: ${String(error)}`, {
      cause: error,
    })
  }
}

function validated<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  const where = v.getDotPath(issue)
  const hint = where === 'version' ? '. Read it with the version of onewriter that wrote it' : ''
  throw new TraceFormatError(
    `Not a ${what} of version ${traceVersion}: ${where ?? what}: ${issue.message}${hint}`,
  )
}
