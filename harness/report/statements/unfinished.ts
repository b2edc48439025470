import { count } from '../../model/count.ts'
import type { Result, Unfinished } from '../../model/result.ts'
import { exhaustCommand } from '../words.ts'
import { inExecutions, shortSize, strikesOf } from './exhausted.ts'

/**
 * How far the searches came that were not completed; nothing where a violation ended them. A check, which has more to do
 * than to search, names the command that does nothing else.
 */
export function unfinishedLines(result: Result): string[] {
  const { verdict, shard } = result
  const unfinished = (result.unfinished ?? []).filter(({ keptWaiting }) => !keptWaiting)
  if (unfinished.length === 0 || verdict === 'violated') return []
  const who = shard === '1/1' ? '' : ` by shard ${shard} alone`
  const done = `${searchedOf(unfinished)} so far`
  const left = `${count(sumOf(unfinished, 'untried'), 'choice')} known to be left`
  const sizeOf = namingSizes(result)
  const shares = unfinished.map((space) => `about ${space.percent} % of ${sizeOf(space)}${givenUpOf(space)}`)
  const [first] = unfinished
  const alone = unfinished.length === 1 ? 'it' : 'the first of these'
  const more =
    first && result.command === 'check' ? `, or search ${alone} alone: ${exhaustCommand(result, first)}` : ''
  const advice = unfinished.every(({ outOfMemory }) => outOfMemory)
    ? 'ask for fewer writers or calls, or give Node more memory: NODE_OPTIONS=--max-old-space-size=MEBIBYTES'
    : `raise --max-time or --executions${more}`
  return [`not exhausted: ${shares.join(', ')}${who}; ${done}, ${left}; ${advice}`]
}

/** The searches that came to their end, and are no certificate. */
export function keptWaitingLines(result: Result): string[] {
  const { unfinished = [], verdict } = result
  const searched = unfinished.filter(({ keptWaiting }) => keptWaiting)
  if (searched.length === 0 || verdict === 'violated') return []
  const sizes = searched.map(namingSizes(result)).join(', ')
  return [
    `not every order was tried: ${sizes}; a writer does several things at once there, the kernel lets one wait for another, and decides what comes first; all other choices were searched: ${searchedOf(searched)}`,
  ]
}

function givenUpOf({ outOfMemory }: Unfinished): string {
  return outOfMemory ? ' (given up: its states fit into memory no longer)' : ''
}

function searchedOf(spaces: readonly Unfinished[]): string {
  const executions = inExecutions(sumOf(spaces, 'executions'), sumOf(spaces, 'predicted'))
  return `${count(sumOf(spaces, 'states'), 'state')} in ${executions}`
}

function sumOf(
  spaces: readonly Unfinished[],
  field: 'states' | 'executions' | 'predicted' | 'untried',
): number {
  return spaces.reduce((total, space) => total + (space[field] ?? 0), 0)
}

/** Beside others on several sessions, a size on one is named as such. */
function namingSizes({ exhausted, unfinished = [] }: Result): (space: Unfinished) => string {
  const namesOne = [...exhausted, ...unfinished].some(({ sessions }) => sessions > 1)
  return (space) => {
    const faults = space.faults.length > 0 ? ` with ${strikesOf(space)}` : ''
    return `${shortSize(space)}${namesOne && space.sessions === 1 ? ' on 1 session' : ''}${faults}`
  }
}
