import type { Counterexample, Course } from '../model/counterexample.ts'
import { fileLabel } from '../model/file-label.ts'
import type { StepEvent } from '../model/step-log.ts'
import { writerLabel } from '../model/workload.ts'
import { describeHeld } from './describe-held.ts'
import { describeFaultOf, describeOperation, describeOutcome, placeOf } from './describe-step.ts'
import { describeRepeats, repeatsIn } from './fold.ts'
import { momentOf } from './moment.ts'
import type { Paint, Style } from './paint.ts'
import { printableLine, spelledOut, withoutCommands } from '../model/printable.ts'
import { nameOfWriter, performed, restartsIn } from './restart.ts'

/** In characters, where nothing else is said; what is said in words is wrapped there. */
const usualWidth = 100
const numberWidth = 4
const gap = '  '
/** Of what stands below a step. */
const indent = ' '.repeat(numberWidth + gap.length)

/** A column that is narrower tells nothing. */
const leastWidth = 16

/**
 * An execution as a table: one row a step, one column a writer, and below a step what it left in the file.
 * Where there are too many writers for that, a row names its writer. `:8` is the line that asked for the step. The column
 * of a writer that starts after a crash begins there. What goes round and round is shown once.
 *
 * @param widest how many characters a line may have; what is longer is cut
 */
export function columns(course: Course | Counterexample, paint: Paint, widest = usualWidth): string {
  const { steps, files } = course
  if (steps.length === 0) return `${indent}no step was seen in the run directory\n`
  const workload = performed(course)
  const restarts = restartsIn(course)
  const labels = workload.writers.map((_, index) => nameOfWriter(index + 1, { workload }))
  const share = Math.floor((widest - numberWidth) / labels.length) - gap.length
  const isWide = share >= leastWidth
  const home = fileOfMost(steps)
  const lanes = isWide ? laneWidths(course, labels, { share, home, widest }) : [widest - indent.length]
  const row = (left: string, cells: readonly string[]) =>
    `${left.padStart(numberWidth)}${gap}${cells.map((text, lane) => text.padEnd(lanes[lane] ?? 0)).join(gap)}`.trimEnd()
  const inLane = (left: string, writer: number, cell: string) =>
    row(left, isWide ? labels.map((_, index) => (index + 1 === writer ? cell : '')) : [cell])
  const first = course.workload.writers.map((_, index) => nameOfWriter(index + 1, course))
  const lines = isWide ? [paint('bold', row('', first))] : []
  const violated = 'finding' in course ? momentOf(course) : -1
  const repeats = new Map(repeatsIn(steps, violated).map((each) => [each.from, each]))
  for (let index = 0; index < steps.length; index += 1) {
    const again = repeats.get(index)
    if (again) {
      lines.push(paint('dim', `${indent}${describeRepeats(again)}`))
      index += again.steps * again.times - 1
      continue
    }
    const event = steps[index] as StepEvent
    const { writer, position, held = {}, lost = [] } = event
    if (restarts.has(index)) lines.push(paint('bold', inLane('', writer, nameOfWriter(writer, course))))
    const width = lanes[isWide ? writer - 1 : 0] ?? share
    const { step, fault } = cellTexts(isWide ? '' : `${writerLabel(writer)} `, event, width)
    const line = inLane(String(position), writer, cellOf(step, lineOf(event, home), width))
    lines.push(event.fault ? paint('yellow', line) : line)
    if (fault !== '') lines.push(...below(`⚡ ${fault}`, 'yellow', paint))
    for (const sentence of lost) lines.push(...below(`⚡ ${printableLine(sentence)}`, 'red', paint))
    for (const [session, content] of Object.entries(held)) {
      const text = printableLine(`${fileLabel(files, session)}: ${describeHeld(content, workload)}`)
      const isWhole = content.kind === 'complete' || content.kind === 'value'
      const said = paint(isWhole ? 'green' : 'red', fitted(`└ ${text}`, widest - indent.length))
      lines.push(`${indent}${index === violated ? paint('bold', said) : said}`)
    }
  }
  if (home !== null)
    lines.push('', paint('dim', fitted(`      :N is a line of ${printableLine(home)}`, widest)))
  return `${lines.join('\n')}\n`
}

/** The same of what is read from a file or comes from a target: words from outside become text. */
export function tableOf(course: Course | Counterexample, paint: Paint, widest?: number): string {
  return withoutCommands(columns(spelledOut(course), paint, widest))
}

/** What belongs to the step above, over as many lines as it takes; the first begins with a mark. */
function below(text: string, style: Style, paint: Paint): string[] {
  const most = usualWidth - indent.length
  const wrapped: string[] = []
  for (const word of text.split(' ')) {
    const line = wrapped.at(-1)
    if (line !== undefined && line.length + 1 + word.length <= most) wrapped.splice(-1, 1, `${line} ${word}`)
    else wrapped.push(line === undefined ? word : `  ${word}`)
  }
  return wrapped.map((line) => `${indent}${paint(style, fitted(line, most))}`)
}

/**
 * By lane, as many characters as its widest cell takes, so that no column is wider than it need be.
 *
 * @param share the most that each may take, where all together take more than there is
 */
function laneWidths(
  course: Course | Counterexample,
  labels: readonly string[],
  { share, home, widest }: { readonly share: number; readonly home: string | null; readonly widest: number },
): number[] {
  const wanted = labels.map((label, lane) => Math.max(label.length, nameOfWriter(lane + 1, course).length))
  for (const event of course.steps) {
    const { step, fault } = cellTexts('', event, widest)
    const struck = fault === '' ? '' : ` ⚡${fault}`
    const line = lineOf(event, home)
    const width = step.length + struck.length + (line === '' ? 0 : gap.length + line.length)
    wanted[event.writer - 1] = Math.max(wanted[event.writer - 1] ?? 0, width)
  }
  const room = labels.length * (share + gap.length)
  const isRoom = wanted.reduce((sum, width) => sum + width + gap.length, 0) <= room
  return isRoom ? wanted : wanted.map((width) => Math.min(width, share))
}

/** What a cell says of a step, and of what struck it that for which there is no room. */
function cellTexts(
  prefix: string,
  event: StepEvent,
  width: number,
): { readonly step: string; readonly fault: string } {
  // What a target does in `open`, `close` and `recover` is of no call.
  const call = event.call === 0 ? '' : `#${event.call}`
  const parts = [call, describeOperation(event), describeOutcome(event)]
  const step = prefix + printableLine(parts.filter((part) => part !== '').join(' '))
  const fault = printableLine(describeFaultOf(event))
  if (fault === '') return { step, fault }
  const both = `${step} ⚡${fault}`
  return both.length <= width ? { step: both, fault: '' } : { step: `${fitted(step, width - 2)} ⚡`, fault }
}

/** The step, and at the right the line that asked for it where there is room for both. */
function cellOf(step: string, line: string, width: number): string {
  const room = width - step.length - line.length
  return room > 0 ? step + ' '.repeat(room) + line : fitted(step, width)
}

function fitted(text: string, width: number): string {
  if (text.length <= width) return text
  // No half of a character is left over.
  return `${text.slice(0, width - 1).replace(/\p{Surrogate}$/u, '')}…`
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
