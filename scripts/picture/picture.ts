import type { Content } from '../../harness/model/content.ts'
import type { Counterexample } from '../../harness/model/counterexample.ts'
import { fileLabel } from '../../harness/model/file-label.ts'
import type { StepEvent } from '../../harness/model/step-log.ts'
import { writerLabel } from '../../harness/model/workload.ts'
import { describeHeld } from '../../harness/report/describe-held.ts'
import { describeOperation, describeOutcome } from '../../harness/report/describe-step.ts'
import { momentOf } from '../../harness/report/moment.ts'
import { document, rectangle, text } from './svg.ts'

/** Two writers side by side: with more, a phone could not show it. */
const lanePixels = [36, 240]
const barPixels = 180

/**
 * A counterexample of two writers as an SVG image: a row a step, and below a step the file's bytes, coloured by whose they
 * are.
 */
export function picture(counterexample: Counterexample): string {
  const { steps, files, workload, oracle } = counterexample
  const moment = momentOf(counterexample)
  const contents = steps.flatMap(({ held = {} }) => Object.values(held))
  const mostBytes = Math.max(1, ...contents.map(sizeOf))
  const [[session, found] = ['', undefined]] = Object.entries(steps[moment]?.held ?? {})
  if (!found) throw new Error('expected the step that did the damage to have changed a file')
  const title = `${fileLabel(files, session)}: ${describeHeld(found, workload)}`
  const [inShort = ''] = title.split(/: (?=\d+ of )/)
  const rows = [text(16, 'red bold', `✗ ${oracle}  ${inShort}`), '', heading(workload.writers.length)]
  for (const [index, step] of steps.entries()) {
    rows.push(stepRow(step))
    for (const content of Object.values(step.held ?? {}))
      rows.push(contentRow(content, mostBytes, index === moment))
  }
  return document(`A torn file, step by step. ${title}`, rows)
}

function heading(writers: number): string {
  if (writers !== lanePixels.length) throw new Error(`expected two writers, got ${writers}`)
  const labels = lanePixels.map(
    (x, index) =>
      rectangle(x, `w${index + 1}`, 10) + text(x + 18, `w${index + 1} bold`, writerLabel(index + 1)),
  )
  return labels.join('')
}

function stepRow(step: StepEvent): string {
  const parts = [`#${step.call}`, describeOperation(step), describeOutcome(step)]
  const lane = lanePixels[step.writer - 1] ?? 0
  return text(16, 'dim', String(step.position)) + text(lane, '', parts.filter(Boolean).join(' '))
}

function contentRow(content: Content, mostBytes: number, isDamage: boolean): string {
  let x = lanePixels[0] ?? 0
  let bar = ''
  for (const { bytes, owner } of sharesOf(content)) {
    const width = Math.round((bytes / mostBytes) * barPixels)
    bar += rectangle(x, owner, width)
    x += width
  }
  const isWhole = content.kind === 'complete'
  const style = isDamage ? 'red bold' : isWhole ? 'green' : 'red'
  return bar + text(bar === '' ? x : x + 8, style, `${isWhole ? '✓' : '✗'} ${describeShares(content)}`)
}

interface Share {
  readonly bytes: number
  /** `w1`, or `nobody`. */
  readonly owner: string
  readonly label: string
}

function sharesOf(content: Content): Share[] {
  if (content.kind === 'complete') return [shareOf(content)]
  return 'runs' in content ? (content.runs ?? []).map(shareOf) : []
}

function shareOf(run: { bytes: number; writer?: number; call?: number }): Share {
  const { bytes, writer, call } = run
  if (writer === undefined) return { bytes, owner: 'nobody', label: `${bytes} of no call` }
  return { bytes, owner: `w${writer}`, label: `${bytes} of w${writer}#${call}` }
}

function describeShares(content: Content): string {
  if (content.kind === 'complete') return `whole: ${content.bytes} of w${content.writer}#${content.call}`
  const labels = sharesOf(content).map(({ label }) => label)
  return labels.length === 0 ? 'empty' : labels.join(', ')
}

function sizeOf(content: Content): number {
  return sharesOf(content).reduce((sum, { bytes }) => sum + bytes, 0)
}
