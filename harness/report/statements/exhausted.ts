import { count } from '../../model/count.ts'
import type { Exhausted, Result } from '../../model/result.ts'

/** A line for each space that was searched completely. */
export function exhaustedLines({ exhausted }: Result): string[] {
  return exhausted.map((space) => {
    const { writers, calls, sessions, unawaited, states, executions, faults } = space
    const size = [
      count(writers, 'writer'),
      `${count(calls, 'call')} each${unawaited ? ', some not awaited' : ''}`,
      count(sessions, 'session'),
    ]
    if (faults.length > 0) size.push(`one fault (${faults.join(', ')}) at every step`)
    return `exhausted: ${size.join(', ')}: ${count(states, 'state')} in ${count(executions, 'execution')}`
  })
}

/** What the exhausted spaces prove of a target that breaks no oracle. */
export function certificate({ exhausted, target, violations }: Result): string[] {
  const plain = exhausted.filter(({ faults }) => faults.length === 0)
  if (plain.length === 0 || violations.length > 0) return []
  return [
    `Every inequivalent interleaving of ${plain.map(shortSize).join(', ')} of ${target} was checked: none breaks an oracle.`,
  ]
}

function shortSize({ writers, calls, sessions, unawaited }: Exhausted): string {
  const how = [unawaited ? ' (some not awaited)' : '', sessions > 1 ? ` on ${sessions} sessions` : '']
  return `${count(writers, 'writer')} × ${count(calls, 'call')}${how.join('')}`
}
