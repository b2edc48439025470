import { describeContent } from '../model/content.ts'
import type { Counterexample } from '../model/counterexample.ts'
import { fileLabel } from '../model/file-label.ts'
import type { Result } from '../model/result.ts'
import type { StepEvent } from '../model/step-log.ts'
import { callLabel, type Workload } from '../model/workload.ts'
import { statementsOf } from './statements/index.ts'
import { nameOfWriter, performed } from './restart.ts'

/** A position is no time: each step is drawn as long as any other. */
const microsPerStep = 1000

interface TraceEvent {
  readonly name: string
  readonly ph: 'M' | 'X' | 'b' | 'e' | 'i'
  readonly ts: number
  readonly pid: number
  readonly tid: number
  readonly dur?: number
  readonly cat?: string
  readonly id?: string
  /** How far an instant reaches: its process. */
  readonly s?: 'p'
  readonly args?: Readonly<Record<string, unknown>>
}

/**
 * Counterexamples as Trace Event Format, for Perfetto and chrome://tracing: a process a violation, a track a writer.
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export function chromeTrace(result: Result): string {
  const traceEvents = result.violations.flatMap(({ oracle, message, counterexample }, index) => [
    metadata('process_name', { pid: index + 1, tid: 0 }, `${oracle}: ${message}`),
    ...(counterexample ? eventsOf(counterexample, index + 1) : []),
  ])
  const { target, verdict, seed, node } = result
  const statements = statementsOf(result).map(({ text }) => text)
  const otherData = { target, verdict, seed, node, statements }
  return `${JSON.stringify({ traceEvents, displayTimeUnit: 'ms', otherData }, null, 1)}\n`
}

function eventsOf(counterexample: Counterexample, pid: number): TraceEvent[] {
  const { steps, files } = counterexample
  const workload = performed(counterexample)
  const nameOf = (writer: number) => nameOfWriter(writer, counterexample)
  return [
    ...workload.writers.map((_, index) =>
      metadata('thread_name', { pid, tid: index + 1 }, nameOf(index + 1)),
    ),
    ...workload.writers.flatMap((calls, index) =>
      calls.flatMap((plan, at) =>
        callEvents(callLabel({ writer: index + 1, call: at + 1 }, plan.operation), {
          pid,
          steps: steps.filter(({ writer, call }) => writer === index + 1 && call === at + 1),
        }),
      ),
    ),
    ...steps.flatMap((event) => [stepEvent(event, pid)].concat(heldEvents(event, { pid, workload, files }))),
  ]
}

function metadata(name: string, { pid, tid }: { pid: number; tid: number }, value: string): TraceEvent {
  return { name, ph: 'M', ts: 0, pid, tid, args: { name: value } }
}

/** From its first step to its last: calls of one writer may overlap, so they are asynchronous events. */
function callEvents(
  name: string,
  { pid, steps }: { pid: number; steps: readonly StepEvent[] },
): TraceEvent[] {
  const [first] = steps
  const last = steps.at(-1)
  if (!first || !last) return []
  const common = { name, cat: 'call', id: `${pid} ${name}`, pid, tid: first.writer }
  return [
    { ...common, ph: 'b', ts: startOf(first) },
    { ...common, ph: 'e', ts: startOf(last) + microsPerStep },
  ]
}

function stepEvent(event: StepEvent, pid: number): TraceEvent {
  const { writer, op, path, to, sync, held: _held, ...args } = event
  const where = [path, to].filter((part) => part !== undefined).join(' → ')
  return {
    name: `${op}${sync ? 'Sync' : ''} ${where}`.trimEnd(),
    cat: 'step',
    ph: 'X',
    ts: startOf(event),
    dur: microsPerStep,
    pid,
    tid: writer,
    args,
  }
}

function heldEvents(
  event: StepEvent,
  { pid, workload, files }: { pid: number; workload: Workload; files: Readonly<Record<string, string>> },
): TraceEvent[] {
  return Object.entries(event.held ?? {}).map(([session, content]) => ({
    name: `${fileLabel(files, session)}: ${describeContent(content, workload)}`,
    cat: content.kind,
    ph: 'i',
    s: 'p',
    ts: startOf(event) + microsPerStep,
    pid,
    tid: event.writer,
  }))
}

function startOf({ position }: StepEvent): number {
  return (position - 1) * microsPerStep
}
