import { formatDuration } from '../../model/duration.ts'
import type { Result } from '../../model/result.ts'
import type { OracleName, OracleVerdict } from '../../model/verdict.ts'
import { howViolated } from '../caveats.ts'
import { columns } from '../columns.ts'
import { plain } from '../paint.ts'
import { statementsOf } from '../statements/index.ts'
import { escape, tag } from './escape.ts'

/** What a run has done, and what it has not: what its verdict is worth. */
export function facts(result: Result): string {
  const sections = [
    section('Oracles', table(['oracle', 'verdict'], oracleRows(result))),
    section('What this run says', claims(result)),
    section('Carried out', table(['', ''], workRows(result), 'unseen')),
    section('Faults injected', table(['fault', 'times'], Object.entries(result.faults))),
    section('Faults by the operation struck', table(['operation', 'fault', 'times'], byOperation(result))),
    section('Errors that never struck', paragraph(result.neverStruck)),
    section('Problems', result.problems.map(problem).join('')),
  ]
  return tag('div', { class: 'run-facts' }, sections.join('\n'))
}

function oracleRows(result: Result): [string, string][] {
  const marks = { holds: '✓ holds', violated: '✗ violated', 'not-checked': 'not checked' } as const
  return (Object.entries(result.oracles) as [OracleName, OracleVerdict][]).map(([name, verdict]) => [
    name,
    `${marks[verdict]} ${howViolated(name, result)}`.trimEnd(),
  ])
}

function claims(result: Result): string {
  const items = statementsOf(result).map(({ text, isCaveat }) =>
    tag('li', { class: isCaveat ? 'caveat' : '' }, escape(text)),
  )
  return tag('ul', {}, items.join(''))
}

function share(part: number, of: number): string {
  return of === 0 ? '' : ` (${Math.floor((100 * part) / of)} %)`
}

function workRows({ executions, steps, race, elapsedMs }: Result): (string | number)[][] {
  const racing = race
    ? [
        ['rounds', race.rounds],
        ['of them overlapping', `${race.overlappingRounds}${share(race.overlappingRounds, race.rounds)}`],
        ['start skew, median', `${race.startSkewMicros.p50} µs`],
        ['start skew, 99th percentile', `${race.startSkewMicros.p99} µs`],
      ]
    : []
  return [
    ['executions', executions],
    ...(steps > 0 ? [['steps', steps]] : []),
    ...racing,
    ['time', formatDuration(elapsedMs)],
  ]
}

function byOperation({ faultsByOperation = {} }: Result): [string, string, number][] {
  return Object.entries(faultsByOperation)
    .flatMap(([op, struck]) =>
      Object.entries(struck).map(([name, times]): [string, string, number] => [op, name, times]),
    )
    .toSorted(([, , one], [, , other]) => other - one)
}

function paragraph(items: readonly string[] = []): string {
  return items.length === 0 ? '' : `<p>${escape(items.join(', '))}</p>`
}

function problem({ process, message, stderr, course }: Result['problems'][number]): string {
  const steps = course ? tag('pre', {}, escape(columns(course, plain))) : ''
  const printed = stderr === '' ? '' : tag('pre', {}, escape(stderr))
  return `<p><b>${escape(process)}</b> ${escape(message)}</p>${steps}${printed}`
}

function table(
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
  headClass = '',
): string {
  if (rows.length === 0) return ''
  const heading = head
    .map((name, at) => tag('th', { scope: 'col', class: at === 0 ? '' : 'amount' }, escape(name)))
    .join('')
  const body = rows
    .map(([name = '', ...cells]) => {
      const rest = cells.map((cell) => tag('td', { class: 'amount' }, escape(cell))).join('')
      return `<tr>${tag('th', { scope: 'row' }, escape(name))}${rest}</tr>`
    })
    .join('')
  const thead = headClass === '' ? `<thead><tr>${heading}</tr></thead>` : ''
  return `<table>${thead}<tbody>${body}</tbody></table>`
}

/** A section, where there is something to say in it. */
function section(title: string, content: string): string {
  return content === '' ? '' : tag('section', {}, `<h2>${escape(title)}</h2>${content}`)
}
