import { describe, expect, test } from 'vitest'
import { parseTrace, encodeTrace, Trace, TraceFormatError } from '../../src/index.ts'
import type { TraceDocument, TraceExporter, TraceSource } from '../../src/index.ts'

/** Keeps what it was given, and does not finish a snapshot before it is told to. */
class HoldingExporter implements TraceExporter {
  readonly log: [call: string, document: TraceDocument][] = []
  readonly held: (() => void)[] = []

  snapshot(trace: TraceSource): Promise<void> {
    this.log.push(['snapshot', trace.toDocument()])
    return new Promise((resolve) => this.held.push(resolve))
  }

  // oxlint-disable-next-line typescript/require-await -- the interface asks for a promise
  async export(trace: TraceSource): Promise<void> {
    this.log.push(['export', trace.toDocument()])
  }

  flushSync(trace: TraceSource): void {
    this.log.push(['flushSync', trace.toDocument()])
  }

  get calls(): string[] {
    return this.log.map(([call, document]) => `${call} ${document.status} ${document.spans.length}`)
  }
}

const failing = (message: string): TraceExporter => ({
  snapshot: () => Promise.reject(new Error(message)),
  export: () => Promise.reject(new Error(message)),
  flushSync: () => {
    throw new Error(message)
  },
})

function newTrace(...exporters: TraceExporter[]) {
  let clock = 1000
  const errors: unknown[] = []
  const onSnapshotError = (error: unknown) => void errors.push(error)
  const trace = new Trace({ sessionId: 's', exporters, now: () => (clock += 10), onSnapshotError })
  return { trace, errors }
}

const nextTurn = () => new Promise((resolve) => void setImmediate(resolve))

test('a trace records its spans, what they spent and how they ended', async () => {
  const { trace } = newTrace()
  const generation = trace.startSpan({ kind: 'generation', name: 'answer', attributes: { model: 'm' } })
  const tool = trace.startSpan({ kind: 'tool', name: 'search', parent: generation })
  tool.end({ error: new RangeError('no luck') })
  generation.end({ usage: { inputTokens: 7, costUsd: 0.5 }, attributes: { stop: 'length' } })
  trace
    .startSpan({ kind: 'text', name: 'reply' })
    .end({ usage: { inputTokens: 1, outputTokens: 2, costUsd: 0.25 } })
  await trace.end()
  const document = trace.toDocument()
  expect(document).toMatchObject({
    version: 1,
    sessionId: 's',
    status: 'completed',
    startedAtMillis: 1010,
    totals: { inputTokens: 8, outputTokens: 2, costUsd: 0.75 },
    spans: [
      { id: 1, parentId: null, kind: 'session', name: 's', status: 'completed' },
      {
        id: 2,
        parentId: 1,
        kind: 'generation',
        attributes: { model: 'm', stop: 'length' },
        status: 'completed',
      },
      { id: 3, parentId: 2, kind: 'tool', status: 'error', error: 'RangeError: no luck' },
      { id: 4, parentId: 1, kind: 'text' },
    ],
  })
  expect(parseTrace(encodeTrace(document))).toEqual(document)
})

describe('snapshots', () => {
  test('follow each span, one at a time, and none is missed', async () => {
    const exporter = new HoldingExporter()
    const { trace } = newTrace(exporter)
    for (let span = 0; span < 5; span += 1) trace.startSpan({ kind: 'custom', name: 'x' }).end()
    await nextTurn()
    expect(exporter.calls).toEqual(['snapshot running 2'])
    exporter.held[0]!()
    await nextTurn()
    expect(exporter.calls).toEqual(['snapshot running 2', 'snapshot running 6'])
    exporter.held[1]!()
    await nextTurn()
    expect(exporter.log).toHaveLength(2)
  })

  test('are over before the export begins', async () => {
    const exporter = new HoldingExporter()
    const { trace } = newTrace(exporter)
    trace.startSpan({ kind: 'custom', name: 'x' }).end()
    const ended = trace.end()
    await nextTurn()
    expect(exporter.calls).toEqual(['snapshot running 2'])
    exporter.held[0]!()
    await ended
    expect(exporter.calls).toEqual(['snapshot running 2', 'export completed 2'])
  })

  test('also follow a span that ends after the session did', async () => {
    const exporter = new HoldingExporter()
    const { trace } = newTrace(exporter)
    const span = trace.startSpan({ kind: 'tool', name: 'slow' })
    await trace.end()
    expect(trace.toDocument().spans[1]).toMatchObject({ status: 'completed', usage: { costUsd: 0 } })
    span.end({ usage: { costUsd: 3 }, error: 'late' })
    await nextTurn()
    expect(exporter.calls).toEqual(['export completed 2', 'snapshot completed 2'])
    expect(exporter.log[1]![1].spans[1]).toMatchObject({
      status: 'error',
      usage: { costUsd: 3 },
      error: 'late',
    })
  })

  test('that fail unasked are reported, and those that were asked for reject', async () => {
    const { trace, errors } = newTrace(failing('full'))
    trace.startSpan({ kind: 'custom', name: 'x' }).end()
    await nextTurn()
    expect(errors).toEqual([new Error('full')])
    await expect(trace.snapshot()).rejects.toThrow('full')
    expect(errors).toHaveLength(1)
  })
})

describe('a crash', () => {
  test('is final: the end of the session or of a span does not undo it', async () => {
    const exporter = new HoldingExporter()
    const { trace } = newTrace(exporter)
    const span = trace.startSpan({ kind: 'generation', name: 'x' })
    trace.flushSync(new Error('out of memory'))
    expect(exporter.calls).toEqual(['flushSync crashed 2'])
    await trace.end()
    span.end({ usage: { outputTokens: 4 } })
    expect(exporter.calls.slice(0, 2)).toEqual(['flushSync crashed 2', 'export crashed 2'])
    expect(trace.toDocument()).toMatchObject({
      status: 'crashed',
      totals: { outputTokens: 4 },
      spans: [{ status: 'crashed', error: 'Error: out of memory' }, { status: 'crashed' }],
    })
  })

  test('after the end leaves the session as it ended', async () => {
    const exporter = new HoldingExporter()
    const { trace } = newTrace(exporter)
    await trace.end({ error: 'bad' })
    trace.flushSync()
    expect(exporter.calls).toEqual(['export error 1', 'flushSync error 1'])
  })

  test('leaves spans that had ended as they were', () => {
    const { trace } = newTrace()
    trace.startSpan({ kind: 'text', name: 'x' }).end()
    const before = trace.toDocument().spans[1]
    trace.flushSync()
    expect(trace.toDocument().spans[1]).toEqual(before)
  })
})

test('a span ends once, and not before it started', () => {
  const clock = [30, 20, 10, 5]
  const trace = new Trace({ sessionId: 's', now: () => clock.shift()! })
  const span = trace.startSpan({ kind: 'text', name: 'x' })
  span.end({ usage: { outputTokens: 1 } })
  span.end({ usage: { outputTokens: 2 }, error: 'again' })
  expect(trace.toDocument().spans[1]).toMatchObject({
    status: 'completed',
    startedAtMillis: 20,
    endedAtMillis: 20,
    usage: { outputTokens: 1 },
    error: null,
  })
})

test('every exporter is tried, and what fails is thrown', async () => {
  const exporter = new HoldingExporter()
  const { trace } = newTrace(failing('one'), exporter, failing('two'))
  const thrown = expect.objectContaining({ errors: [new Error('one'), new Error('two')] }) as unknown
  expect(() => trace.flushSync()).toThrow(AggregateError)
  await expect(trace.end()).rejects.toEqual(thrown)
  expect(exporter.calls).toEqual(['flushSync crashed 1', 'export crashed 1'])
  await expect(newTrace(failing('one'), exporter).trace.end()).rejects.toThrow(new Error('one'))
})

test('what the format cannot hold is refused where it is given', () => {
  const { trace } = newTrace()
  const cyclic: Record<string, unknown> = {}
  cyclic['self'] = cyclic
  expect(() => trace.startSpan({ kind: 'tool', name: 'x', attributes: cyclic })).toThrow(TraceFormatError)
  expect(trace.toDocument().spans).toHaveLength(1)
  const span = trace.startSpan({ kind: 'tool', name: 'x' })
  expect(() => span.end({ usage: { costUsd: Number.NaN } })).toThrow(/costUsd/)
  expect(() => span.end({ usage: { inputTokens: 1.5 } })).toThrow(/inputTokens/)
  expect(span.status).toBe('running')
})

test('a later change of the attributes given does not reach the trace', () => {
  const { trace } = newTrace()
  const attributes = { list: [1] }
  trace.startSpan({ kind: 'tool', name: 'x', attributes })
  attributes.list.push(2)
  expect(trace.toDocument().spans[1]?.attributes).toEqual({ list: [1] })
})
