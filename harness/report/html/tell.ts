import type { Content } from '../../model/content.ts'
import type { Counterexample } from '../../model/counterexample.ts'
import { fileLabel } from '../../model/file-label.ts'
import type { StepEvent } from '../../model/step-log.ts'
import { callLabel, writerLabel } from '../../model/workload.ts'
import { describeFaultOf, describeOperation, describeOutcome } from '../describe-step.ts'
import { momentOf } from '../moment.ts'
import { nameOfWriter, performed, restartsIn } from '../restart.ts'
import type { Interval } from './calls.ts'
import { heldOf } from './held.ts'
import type { Held, Moment, Story } from './story.ts'

/** Everything the picture can show of one execution. */
export function tell(given: Counterexample, intervals: readonly Interval[]): Story {
  const counterexample = { ...given, workload: performed(given) }
  const { workload, steps, files, lines = {} } = counterexample
  const restarts = restartsIn(given)
  const contents: Held[] = []
  const known = new Map<string, number>()
  const keep = (content: Content): number => {
    const key = JSON.stringify(content)
    const index = known.get(key) ?? contents.push(heldOf(content, workload)) - 1
    known.set(key, index)
    return index
  }
  const missing = keep({ kind: 'missing' })
  const holding = new Map(Object.keys(files).map((session) => [session, missing]))
  const filesOf = (changed: readonly string[]) =>
    Object.keys(files).map((session) => ({
      name: fileLabel(files, session),
      held: holding.get(session) ?? missing,
      changed: changed.includes(session),
    }))
  const start: Moment = {
    title: 'Before the first step',
    source: null,
    code: null,
    notes: notesAt(0, intervals),
    files: filesOf([]),
  }
  const moments = steps.map((step, index): Moment => {
    const changed: string[] = []
    for (const [session, content] of Object.entries(step.held ?? {})) {
      const held = keep(content)
      if (held !== holding.get(session)) changed.push(session)
      holding.set(session, held)
    }
    const { source = null } = step
    const fault = describeFaultOf(step)
    return {
      title: titleOf(step, counterexample),
      source,
      code: (source !== null && lines[source]) || null,
      notes: [
        ...(fault === '' ? [] : [`struck: ${fault}`]),
        ...(step.lost ?? []),
        ...(restarts.has(index)
          ? [`the first step after the crash: ${nameOfWriter(step.writer, given)}`]
          : []),
        ...notesAt(step.position, intervals),
      ],
      files: filesOf(changed),
    }
  })
  return { moments: [start, ...moments], contents, violated: momentOf(given) + 1 }
}

function titleOf(step: StepEvent, { workload }: Counterexample): string {
  const plan = workload.writers[step.writer - 1]?.[step.call - 1]
  const who = plan ? callLabel(step, plan.operation) : writerLabel(step.writer)
  return `${who}: ${describeOperation(step)} ${describeOutcome(step)}`.trimEnd()
}

/** What is known of calls by the time a step is over. */
export function notesAt(position: number, intervals: readonly Interval[]): string[] {
  const made = intervals.filter((interval) => interval.made === position)
  const settled = intervals.filter((interval) => interval.settled === position)
  const pending = intervals.filter(
    ({ outcome, settled: end, last }) =>
      outcome === 'never settles' && end === null && last === position && position > 0,
  )
  return [
    ...settled.filter((interval) => !made.includes(interval)).map(ended),
    ...made.map(({ name }) => `${name} is called`),
    ...settled.filter((interval) => made.includes(interval)).map(ended),
    ...pending.map(({ name }) => `${name} never settles`),
  ]
}

function ended({ name, outcome }: Interval): string {
  return `${name} is ${outcome}`
}
