import { describeFault } from '../model/fault.ts'
import { describeContent } from '../model/content.ts'
import type { Counterexample } from '../model/counterexample.ts'
import type { StepEvent } from '../model/step-log.ts'
import { startedAgain, writerLabel } from '../model/workload.ts'
import type { Paint } from './paint.ts'

const widest = 100
const numberWidth = 4
const gap = '  '

/** A column that is narrower tells nothing. */
const leastWidth = 16

/**
 * A counterexample as a table: one row a step, one column a writer, and below a step what it left in the file.
 * Where there are too many writers for that, a row names its writer.
 */
export function columns({ workload: planned, steps, files }: Counterexample, paint: Paint): string {
  const hasRestarted = steps.some(({ writer }) => writer > planned.writers.length)
  const workload = hasRestarted ? startedAgain(planned) : planned
  const labels = workload.writers.map((_, index) => writerLabel(index + 1))
  const share = Math.floor((widest - numberWidth) / labels.length) - gap.length
  const isWide = share >= leastWidth
  const width = isWide ? share : widest - numberWidth - gap.length
  const cell = (text: string) => (text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width))
  const row = (left: string, cells: readonly string[]) =>
    `${left.padStart(numberWidth)}${gap}${cells.map(cell).join(gap)}`.trimEnd()
  const lines = isWide ? [paint('bold', row('', labels))] : []
  for (const event of steps) {
    const label = writerLabel(event.writer)
    const step = describeStep(event)
    const cells = isWide ? labels.map((each) => (each === label ? step : '')) : [`${label} ${step}`]
    lines.push(row(String(event.position), cells))
    for (const [session, content] of Object.entries(event.held ?? {})) {
      const text = `${files[session] ?? session}: ${describeContent(content, workload)}`
      const isWhole = content.kind === 'complete'
      const indent = ' '.repeat(numberWidth + gap.length)
      lines.push(`${indent}${paint(isWhole ? 'green' : 'red', `└ ${text}`.slice(0, widest - indent.length))}`)
    }
  }
  return `${lines.join('\n')}\n`
}

function describeStep({ call, op, path = '', to, bytes, error, fault, aftermath, sync }: StepEvent): string {
  const where = to === undefined ? path : `${path} → ${to}`
  const what = `#${call} ${op}${sync ? 'Sync' : ''} ${where}`.trimEnd()
  const result = error ?? (bytes === undefined ? '' : `${bytes} B`)
  const struck = fault ?? aftermath
  // The name of an error that was injected is its result.
  const told = struck?.kind === 'errno' || result === '' ? '' : ` ${result}`
  return `${what}${told}${struck ? ` ⚡${describeFault(struck)}${aftermath ? ' again' : ''}` : ''}`
}
