import { count } from '../../model/count.ts'
import type { Result, Unfinished } from '../../model/result.ts'
import { inExecutions, shortSize } from './exhausted.ts'

/** How far the searches came that were not completed; nothing where a violation ended them. */
export function unfinishedLines({ unfinished = [], exhausted, verdict, shard }: Result): string[] {
  if (unfinished.length === 0 || verdict === 'violated') return []
  const sum = (field: 'states' | 'executions' | 'predicted' | 'untried') =>
    unfinished.reduce((total, space) => total + (space[field] ?? 0), 0)
  const who = shard === '1/1' ? '' : ` by shard ${shard} alone`
  const done = `${count(sum('states'), 'state')} in ${inExecutions(sum('executions'), sum('predicted'))} so far`
  const left = `${count(sum('untried'), 'choice')} known to be left`
  // Beside others on several sessions, a size on one is named as such.
  const namesOne = [...exhausted, ...unfinished].some(({ sessions }) => sessions > 1)
  const shares = unfinished.map((space) => shareOf(space, namesOne))
  return [`not exhausted: ${shares.join(', ')}${who}; ${done}, ${left}; raise --max-time or --executions`]
}

function shareOf(space: Unfinished, namesOne: boolean): string {
  const faults = space.faults.length > 0 ? ` with one fault (${space.faults.join(', ')})` : ''
  return `about ${space.percent} % of ${shortSize(space)}${namesOne && space.sessions === 1 ? ' on 1 session' : ''}${faults}`
}
