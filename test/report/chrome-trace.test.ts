import { expect, test } from 'vitest'
import { reporters } from '../../harness/report/index.ts'
import { crash } from '../support/counterexample.ts'
import { explored, raced, result } from '../support/result.ts'

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly ts: number
  readonly dur?: number
  readonly pid: number
  readonly tid: number
  readonly id?: string
  readonly args?: Record<string, unknown>
}
const context = { colour: false, endedAt: new Date(0), workspacePath: '' }
const trace = JSON.parse(
  reporters['chrome-trace']?.({ ...result, violations: [explored, raced] }, context) ?? '',
) as { traceEvents: TraceEvent[] }
const events = (ph: string) => trace.traceEvents.filter((event) => event.ph === ph)

test('every event has what the format asks of its kind', () => {
  for (const event of trace.traceEvents) {
    expect(event).toMatchObject({
      name: expect.any(String),
      ph: expect.stringMatching(/^[MXbei]$/),
      ts: expect.any(Number),
      pid: expect.any(Number),
      tid: expect.any(Number),
    })
    if (event.ph === 'X') expect(event.dur).toBeGreaterThan(0)
  }
})

test('one process a violation, one track a writer', () => {
  const names = events('M').map(({ name, pid, tid, args }) => [name, pid, tid, args?.['name']])
  expect(names).toEqual([
    ['process_name', 1, 0, `parses: ${explored.message}`],
    ['thread_name', 1, 1, 'w1'],
    ['thread_name', 1, 2, 'w2'],
    ['process_name', 2, 0, `parses: ${raced.message}`],
  ])
})

test('steps stand in their writer’s track by position, and none overlaps another', () => {
  const steps = events('X')
  expect(steps.map(({ name, tid }) => [name, tid])).toEqual([
    ['open s1.json', 1],
    ['openSync tmp#1', 2],
    ['write s1.json', 1],
    ['write tmp#1', 2],
    ['rename tmp#1 → s1.json', 2],
    ['write s1.json', 1],
    ['close s1.json', 1],
  ])
  steps.slice(1).forEach((step, index) => {
    const before = steps[index]
    expect(step.ts).toBe((before?.ts ?? 0) + (before?.dur ?? 0))
  })
  expect(steps[3]?.args).toMatchObject({ fault: { kind: 'errno', code: 'ENOSPC' }, error: 'ENOSPC' })
})

test('calls begin and end around their steps', () => {
  const [begins, ends] = [events('b'), events('e')]
  expect(begins.map(({ name }) => name)).toEqual(['w1 save#1', 'w2 save#1'])
  for (const begin of begins) {
    const end = ends.find(({ id }) => id === begin.id)
    const steps = events('X').filter(({ tid }) => tid === begin.tid)
    expect(begin.ts).toBe(steps[0]?.ts)
    expect(end?.ts).toBe((steps.at(-1)?.ts ?? 0) + (steps.at(-1)?.dur ?? 0))
  }
})

test('what a file held after a step is an instant', () => {
  expect(events('i').map(({ name }) => name)).toContain(
    's1.json: the complete output of w2 save#1 (100 bytes)',
  )
})

test('what starts after a crash has a track and calls of its own', () => {
  const page =
    reporters['chrome-trace']?.(
      { ...result, violations: [{ ...explored, counterexample: crash }] },
      context,
    ) ?? ''
  const { traceEvents } = JSON.parse(page) as { traceEvents: TraceEvent[] }
  const named = traceEvents.filter(({ tid }) => tid === 5).map(({ name, args }) => args?.['name'] ?? name)
  expect(named).toContain('w5 (started again)')
  expect(named).toContain('w5 save#1')
  expect(traceEvents.some(({ name }) => name.includes('the complete output of w5 save#1'))).toBe(true)
})
