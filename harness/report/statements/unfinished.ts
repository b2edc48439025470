import { count } from '../../model/count.ts'
import type { Result, Unfinished } from '../../model/result.ts'
import { inExecutions, shortSize } from './exhausted.ts'

/** How far the searches came that were not completed; nothing where a violation ended them. */
export function unfinishedLines({ unfinished = [], verdict, shard }: Result): string[] {
  if (unfinished.length === 0 || verdict === 'violated') return []
  const sum = (field: 'states' | 'executions' | 'predicted' | 'untried') =>
    unfinished.reduce((total, space) => total + (space[field] ?? 0), 0)
  const who = shard === '1/1' ? '' : ` by shard ${shard} alone`
  const done = `${count(sum('states'), 'state')} in ${inExecutions(sum('executions'), sum('predicted'))} so far`
  const left = `${count(sum('untried'), 'choice')} known to be left`
  return [
    `not exhausted: ${unfinished.map(shareOf).join(', ')}${who}; ${done}, ${left}; raise --max-time or --executions`,
  ]
}

function shareOf(space: Unfinished): string {
  const faults = space.faults.length > 0 ? ` with one fault (${space.faults.join(', ')})` : ''
  return `about ${space.percent} % of ${shortSize(space)}${faults}`
}
