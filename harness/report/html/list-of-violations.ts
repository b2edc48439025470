import type { Violation } from '../../model/result.ts'
import { sizeOf } from '../words.ts'
import { escape, tag } from './escape.ts'

/** The name of a violation's section within the page. @param index from 0 */
export function sectionOf(index: number): string {
  return `violation-${index + 1}`
}

/** Where a run has found several violations, as a soak does: one line each, which leads to its picture. */
export function listOfViolations(violations: readonly Violation[]): string {
  if (violations.length < 2) return ''
  const items = violations.map((violation, index) => {
    const { oracle, message } = violation
    const link = tag('a', { href: `#${sectionOf(index)}` }, escape(oracle))
    return tag('li', {}, `${link} ${escape(message)} ${tag('small', {}, escape(sizeOf(violation)))}`)
  })
  const heading = tag('h2', { id: 'violations' }, `${violations.length} violations`)
  return tag(
    'nav',
    { class: 'violations', 'aria-labelledby': 'violations' },
    heading + tag('ol', {}, items.join('\n')),
  )
}
