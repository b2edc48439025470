import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeTrace, parseTrace, type TraceDocument } from '../../src/index.ts'
import { spanKinds } from '../../src/trace-format.ts'
import { graver, statuses } from '../../src/trace-status.ts'

const positiveZero = (value: number): number => value + 0
const millis = fc.double({ noNaN: true, noDefaultInfinity: true }).map(positiveZero)
const amount = fc.double({ min: 0, max: 1e12, noNaN: true }).map(positiveZero)
const text = fc.string({ unit: 'binary' })
const status = fc.constantFrom(...statuses)
const attributes = fc
  .dictionary(fc.oneof(text, fc.constantFrom('constructor', 'toString')), fc.jsonValue())
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>)

const document: fc.Arbitrary<TraceDocument> = fc.record({
  version: fc.constant(1 as const),
  sessionId: fc.oneof(text, fc.constant('\uD800')),
  status,
  startedAtMillis: millis,
  endedAtMillis: fc.option(millis),
  totals: fc.record({ inputTokens: amount, outputTokens: amount, costUsd: amount }),
  spans: fc.array(
    fc.record({
      id: fc.integer({ min: 1 }),
      parentId: fc.option(fc.integer({ min: 1 })),
      kind: fc.constantFrom(...spanKinds),
      name: text,
      status,
      startedAtMillis: millis,
      endedAtMillis: fc.option(millis),
      usage: fc.record({ inputTokens: fc.maxSafeNat(), outputTokens: fc.maxSafeNat(), costUsd: amount }),
      attributes,
      error: fc.option(text),
    }),
    { maxLength: 5 },
  ),
})

describe('the trace format', () => {
  test('gives back what it was given', () => {
    fc.assert(
      fc.property(document, (trace) => {
        expect(parseTrace(encodeTrace(trace))).toEqual(trace)
      }),
    )
  })

  test('refuses every proper prefix, so that no torn file passes for a trace', () => {
    const whole = fc.record({
      trace: document,
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    })
    fc.assert(
      fc.property(whole, ({ trace, at }) => {
        const encoded = encodeTrace(trace).trimEnd()
        expect(() => parseTrace(encoded.slice(0, Math.floor(at * encoded.length)))).toThrow('Expected JSON')
      }),
    )
  })

  test('names the field that does not fit, and what to do about another version', () => {
    const [trace] = fc.sample(document, 1) as [TraceDocument]
    const parse = (change: object) => () => parseTrace(JSON.stringify({ ...trace, ...change }))
    expect(parse({ version: 2 })).toThrow(/version: .*Expected 1 but received 2.*Read it with the version/)
    expect(parse({ status: 'done' })).toThrow(/status: .*received "done"/)
    expect(parse({ spans: [{}] })).toThrow(/spans\.0\.id/)
    expect(() => parseTrace('[]')).toThrow(/Not a trace/)
    expect(parse({ added: 'later' })()).toEqual(trace)
  })
})

describe('the status that stays', () => {
  const any = fc.constantFrom(...statuses)

  test('depends on neither order nor repetition', () => {
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(graver(a, b)).toBe(graver(b, a))
        expect(graver(a, graver(b, c))).toBe(graver(graver(a, b), c))
        expect(graver(a, a)).toBe(a)
        expect(graver('running', a)).toBe(a)
      }),
    )
  })

  test('is crashed once it was, and no error becomes a completion', () => {
    for (const status_ of statuses) expect(graver('crashed', status_)).toBe('crashed')
    expect(graver('completed', 'error')).toBe('error')
  })
})
