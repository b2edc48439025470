import { HarnessError } from '../../model/errors.ts'
import type { Judgement, OracleName } from '../../model/verdict.ts'
import { judge } from '../../oracles/index.ts'
import { toldByImage, type PowerCut } from './power-cuts.ts'
import type { Executor, Starting } from '../executor.ts'

export interface CutContext extends Starting {
  readonly executor: Executor
  /** Let the application start on it, though what is on disk would tell. */
  readonly startsAgain: boolean
}

/**
 * What the oracles say of a disk that a power loss has left. Where the target has no `recover`, what is on disk tells
 * most; else, and for the other oracles, the application starts again on it.
 */
export function judgeCut(
  cut: PowerCut,
  oracles: readonly OracleName[],
  { executor, startsAgain, ...starting }: CutContext,
): readonly Judgement[] {
  const told = toldByImage(oracles)
  if (!startsAgain && !executor.recovers && !executor.loads && told.length > 0)
    return judge(executor.judged(cut.record), told)
  const { record, stuck } = executor.startAgain(cut, starting)
  if (stuck !== null && !record.restart) throw new HarnessError(stuck, { process: 'w1' })
  return judge(record, oracles)
}
