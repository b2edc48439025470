import { count } from '../../model/count.ts'
import type { Exhausted, Result } from '../../model/result.ts'

/** A line for each space that was searched completely; those within another one have a line together. */
export function exhaustedLines({ exhausted }: Result): string[] {
  const isWithinAnother = (space: Exhausted): boolean =>
    exhausted.some((other) => other !== space && isWithin(space, other))
  const within = exhausted.filter(isWithinAnother)
  const lines = exhausted.filter((space) => !isWithinAnother(space)).map(lineOf)
  if (within.length < leastFolded) return [...within.map(lineOf), ...lines]
  const states = within.reduce((sum, space) => sum + space.states, 0)
  const executions = within.reduce((sum, space) => sum + space.executions, 0)
  const predicted = within.reduce((sum, space) => sum + (space.predicted ?? 0), 0)
  const all = `${within.length} smaller ones within these: ${count(states, 'state')} in ${inExecutions(executions, predicted)}`
  return [...lines, `exhausted, too: ${all}`]
}

/** Of fewer, each has a line of its own. */
const leastFolded = 2

/** Whether a space is smaller than another one in something, and larger in nothing. */
function isWithin(space: Exhausted, other: Exhausted): boolean {
  const sizes = [
    [space.writers, other.writers],
    [space.calls, other.calls],
    [space.sessions, other.sessions],
    [Number(space.unawaited === true), Number(other.unawaited === true)],
    [Number(space.loads === true), Number(other.loads === true)],
    [space.faultsAtOnce ?? 1, other.faultsAtOnce ?? 1],
  ] as const
  return (
    sizes.every(([one, two]) => one <= two) &&
    sizes.some(([one, two]) => one < two) &&
    space.faults.join() === other.faults.join()
  )
}

function lineOf(space: Exhausted): string {
  const { writers, calls, sessions, unawaited, loads, states, executions, predicted, faults } = space
  const size = [
    count(writers, 'writer'),
    `${count(calls, 'call')} each${unawaited ? ', some not awaited' : ''}`,
    count(sessions, 'session'),
  ]
  if (loads) size.push('beside a reader that loads once')
  if (faults.length > 0) size.push(`${strikesOf(space)} at every step`)
  return `exhausted: ${size.join(', ')}: ${count(states, 'state')} in ${inExecutions(executions, predicted)}`
}

/** For example `one fault (kill)`, or `up to 2 faults (errno)`. */
export function strikesOf({ faults, faultsAtOnce = 1 }: Exhausted): string {
  const many = faultsAtOnce === 1 ? 'one fault' : `up to ${faultsAtOnce} faults`
  return `${many} (${faults.join(', ')})`
}

/** How many executions something took, and how many were foretold beside those. */
export function inExecutions(executions: number, predicted = 0): string {
  const carriedOut = count(executions, 'execution')
  return predicted === 0 ? carriedOut : `${carriedOut} and ${predicted} foretold`
}

/** What the exhausted spaces prove of a target that breaks no oracle. */
export function certificate({ exhausted, target, specification, oracles, violations }: Result): string[] {
  const plain = exhausted.filter(({ faults }) => faults.length === 0)
  if (plain.length === 0 || violations.length > 0) return []
  const isAsked = specification !== undefined && oracles.linearizable !== undefined
  const against = isAsked ? ` against its specification, ${specification}` : ''
  return [
    `Every inequivalent interleaving of ${plain.map(shortSize).join(', ')} of ${target} was checked${against}: none breaks an oracle.`,
  ]
}

/** For example `2 writers × 1 call on 2 sessions`. */
export function shortSize({ writers, calls, sessions, unawaited, loads }: Exhausted): string {
  const how = [
    unawaited ? ' (some not awaited)' : '',
    sessions > 1 ? ` on ${sessions} sessions` : '',
    loads ? ' beside a load' : '',
  ]
  return `${count(writers, 'writer')} × ${count(calls, 'call')}${how.join('')}`
}
