import { count } from '../../model/count.ts'
import type { Result, Unfinished } from '../../model/result.ts'
import { exhaustCommand } from '../words.ts'
import { inExecutions, shortSize } from './exhausted.ts'

/**
 * How far the searches came that were not completed; nothing where a violation ended them. A check, which has more to do
 * than to search, names the command that does nothing else.
 */
export function unfinishedLines(result: Result): string[] {
  const { unfinished = [], exhausted, verdict, shard } = result
  if (unfinished.length === 0 || verdict === 'violated') return []
  const sum = (field: 'states' | 'executions' | 'predicted' | 'untried') =>
    unfinished.reduce((total, space) => total + (space[field] ?? 0), 0)
  const who = shard === '1/1' ? '' : ` by shard ${shard} alone`
  const done = `${count(sum('states'), 'state')} in ${inExecutions(sum('executions'), sum('predicted'))} so far`
  const left = `${count(sum('untried'), 'choice')} known to be left`
  // Beside others on several sessions, a size on one is named as such.
  const namesOne = [...exhausted, ...unfinished].some(({ sessions }) => sessions > 1)
  const shares = unfinished.map((space) => shareOf(space, namesOne))
  const [first] = unfinished
  const alone = unfinished.length === 1 ? 'it' : 'the first of these'
  const more =
    first && result.command === 'check' ? `, or search ${alone} alone: ${exhaustCommand(result, first)}` : ''
  return [
    `not exhausted: ${shares.join(', ')}${who}; ${done}, ${left}; raise --max-time or --executions${more}`,
  ]
}

function shareOf(space: Unfinished, namesOne: boolean): string {
  const faults = space.faults.length > 0 ? ` with one fault (${space.faults.join(', ')})` : ''
  return `about ${space.percent} % of ${shortSize(space)}${namesOne && space.sessions === 1 ? ' on 1 session' : ''}${faults}`
}
