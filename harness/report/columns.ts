import { describeContent } from '../model/content.ts'
import type { Counterexample } from '../model/counterexample.ts'
import type { StepEvent } from '../model/step-log.ts'
import { writerLabel } from '../model/workload.ts'
import type { Paint } from './paint.ts'

const widest = 100
const numberWidth = 4
const gap = '  '

/** A counterexample as a table: one row a step, one column a writer, and below a step what it left in the file. */
export function columns({ workload, steps, files }: Counterexample, paint: Paint): string {
  const writers = workload.writers.length
  const width = Math.max(16, Math.floor((widest - numberWidth) / writers) - gap.length)
  const cell = (text: string) => (text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width))
  const row = (left: string, cells: readonly string[]) =>
    `${left.padStart(numberWidth)}${gap}${cells.join(gap)}`.trimEnd()
  const header = workload.writers.map((_, index) => cell(writerLabel(index + 1)))
  const lines = [paint('bold', row('', header))]
  for (const event of steps) {
    const cells = workload.writers.map((_, index) =>
      event.writer === index + 1 ? cell(describeStep(event)) : cell(''),
    )
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

function describeStep({ call, op, path = '', to, bytes, error, fault, sync }: StepEvent): string {
  const where = to === undefined ? path : `${path} → ${to}`
  const what = `#${call} ${op}${sync ? 'Sync' : ''} ${where}`.trimEnd()
  const result = error ?? (bytes === undefined ? '' : `${bytes} B`)
  return `${what}${result === '' ? '' : ` ${result}`}${fault ? ` ⚡${fault.kind}` : ''}`
}
