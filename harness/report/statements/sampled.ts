import { count } from '../../model/count.ts'
import type { Result } from '../../model/result.ts'
import { racedExecutions } from './work.ts'

/** So few are no sample of what interleavings there are. */
const fewExecutions = 100

/** Why a run that holds says next to nothing; null where it says more. */
export function thinSample({ verdict, exhausted, unfinished = [], executions }: Result): string | null {
  if (verdict !== 'holds' || exhausted.length > 0 || executions >= fewExecutions) return null
  // Of a whole search it is said what it is worth.
  if (unfinished.some(({ keptWaiting }) => keptWaiting)) return null
  // How much of what it is to get more of is said where a search had begun.
  if (unfinished.length > 0)
    return `next to nothing was tried: ${count(executions, 'execution')}, and no size was searched completely`
  return `next to nothing was sampled: ${count(executions, 'execution')}, and no size was searched completely; give it more (--max-time, --executions)`
}

/** What was carried out beyond the exhausted spaces, and what that proves. */
export function sampledLines(result: Result): string[] {
  const { exhausted, executions, continued } = result
  const controlled = executions - racedExecutions(result)
  if (exhausted.length === 0) {
    const isProof = result.verdict !== 'holds' || thinSample(result) !== null
    return isProof ? [] : ['sampled: no size was searched completely, so nothing is proven']
  }
  const rest = controlled - exhausted.reduce((sum, space) => sum + space.executions, 0)
  // What an earlier call has searched is no execution of this one.
  if (rest <= 0 || continued !== undefined) return []
  return [`sampled: ${count(rest, 'execution')} beyond the exhausted sizes`]
}
