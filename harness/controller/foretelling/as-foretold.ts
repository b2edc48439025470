import { isDeepStrictEqual } from 'node:util'
import { NotRepeated } from '../../model/errors.ts'
import type { ExecutionRecord } from '../../model/record.ts'
import { firstDifference } from '../execute/first-difference.ts'
import type { Execution } from '../execute/execution.ts'

type Compared = Pick<Execution, 'log' | 'record'>

/**
 * Compares an execution that was carried out with what was foretold: what each step gave and left behind, and how all
 * ended.
 *
 * @throws NotRepeated naming the first step that differs.
 */
export function assertAsForetold(foretold: Compared, real: Compared): void {
  const step = firstDifference(foretold.log(), real.log())
  const difference = step ?? differenceAtEnd(foretold.record, real.record)
  if (difference === null) return
  const message = `the execution that was carried out differs from the one that was foretold: ${difference}`
  throw new NotRepeated(`one is foretold, the other carried out: ${difference}`, message)
}

function differenceAtEnd(one: ExecutionRecord, other: ExecutionRecord): string | null {
  const [foretold, real] = [endOf(one), endOf(other)]
  if (isDeepStrictEqual(foretold, real)) return null
  return `it ends as ${JSON.stringify(foretold)} in one, as ${JSON.stringify(real)} in the other`
}

/** Names of the moment differ from one time to the next. */
function endOf({ finals, entries, calls, restart }: ExecutionRecord): unknown {
  const settled = calls.map(({ writer, call, outcome, invoked, settled: at }) => [
    writer,
    call,
    outcome,
    invoked,
    at,
  ])
  return { finals, entries: entries.length, settled, restart: restart && [restart.failed, restart.finals] }
}
