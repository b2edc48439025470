import type { Counterexample } from '../model/counterexample.ts'
import type { StepEvent } from '../model/step-log.ts'
import { writerLabel } from '../model/workload.ts'
import { describeHeld } from './describe-held.ts'
import { describeFaultOf, describeOperation, describeOutcome, performed, placeOf } from './describe-step.ts'
import { momentOf } from './moment.ts'
import type { Paint } from './paint.ts'
import { printableLine } from './printable.ts'

const widest = 100
const numberWidth = 4
const gap = '  '

/** A column that is narrower tells nothing. */
const leastWidth = 16

/**
 * A counterexample as a table: one row a step, one column a writer, and below a step what it left in the file.
 * Where there are too many writers for that, a row names its writer. `:8` is the line that asked for the step.
 */
export function columns(counterexample: Counterexample, paint: Paint): string {
  const { steps, files } = counterexample
  const workload = performed(counterexample)
  const labels = workload.writers.map((_, index) => writerLabel(index + 1))
  const share = Math.floor((widest - numberWidth) / labels.length) - gap.length
  const isWide = share >= leastWidth
  const width = isWide ? share : widest - numberWidth - gap.length
  const home = fileOfMost(steps)
  const row = (left: string, cells: readonly string[]) =>
    `${left.padStart(numberWidth)}${gap}${cells.map((text) => text.padEnd(width)).join(gap)}`.trimEnd()
  const lines = isWide ? [paint('bold', row('', labels))] : []
  const violated = momentOf(counterexample)
  const indent = ' '.repeat(numberWidth + gap.length)
  for (const [index, event] of steps.entries()) {
    const label = writerLabel(event.writer)
    const step = describeStep(event)
    const cell = cellOf(isWide ? step : `${label} ${step}`, lineOf(event, home), width)
    const line = row(
      String(event.position),
      isWide ? labels.map((each) => (each === label ? cell : '')) : [cell],
    )
    lines.push(event.fault ? paint('yellow', line) : line)
    for (const [session, content] of Object.entries(event.held ?? {})) {
      const text = printableLine(`${files[session] ?? session}: ${describeHeld(content, workload)}`)
      const isWhole = content.kind === 'complete'
      const held = paint(isWhole ? 'green' : 'red', fitted(`└ ${text}`, widest - indent.length))
      lines.push(`${indent}${index === violated ? paint('bold', held) : held}`)
    }
    for (const sentence of event.lost ?? []) lines.push(...lossLines(printableLine(sentence), paint))
  }
  if (home !== null)
    lines.push('', paint('dim', fitted(`      :N is a line of ${printableLine(home)}`, widest)))
  return `${lines.join('\n')}\n`
}

/** What a power loss has lost, below the step after which it struck. */
function lossLines(sentence: string, paint: Paint): string[] {
  const indent = ' '.repeat(numberWidth + gap.length)
  const most = widest - indent.length - 2
  const wrapped: string[] = []
  for (const word of sentence.split(' ')) {
    const line = wrapped.at(-1)
    if (line !== undefined && line.length + 1 + word.length <= most) wrapped.splice(-1, 1, `${line} ${word}`)
    else wrapped.push(word)
  }
  return wrapped.map((line, index) => {
    const text = fitted(`${index === 0 ? '⚡' : ' '} ${line}`, widest - indent.length)
    return `${indent}${paint('red', text)}`
  })
}

function describeStep(event: StepEvent): string {
  const fault = describeFaultOf(event)
  const parts = [`#${event.call}`, describeOperation(event), describeOutcome(event), fault && `⚡${fault}`]
  return printableLine(parts.filter((part) => part !== '').join(' '))
}

/** The step, and at the right the line that asked for it where there is room for both. */
function cellOf(step: string, line: string, width: number): string {
  const room = width - step.length - line.length
  return room > 0 ? step + ' '.repeat(room) + line : fitted(step, width)
}

function fitted(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text
}

/** `:8` in the file that most steps were asked for in, and `name.ts:8` in another. */
function lineOf(event: StepEvent, home: string | null): string {
  const place = placeOf(event)
  if (!place) return ''
  const name = place.file === home ? '' : (place.file.split('/').at(-1) ?? '')
  return printableLine(`${name}:${place.line}`)
}

function fileOfMost(steps: readonly StepEvent[]): string | null {
  const counts = new Map<string, number>()
  for (const step of steps) {
    const place = placeOf(step)
    if (place) counts.set(place.file, (counts.get(place.file) ?? 0) + 1)
  }
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one)
  return most?.[0] ?? null
}
