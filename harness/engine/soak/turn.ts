import { HarnessError, Interruption, messageOf, Uncontrollable } from '../../model/errors.ts'
import { inconclusive } from '../../model/conclude.ts'
import { problem } from '../../model/problem.ts'
import type { Result } from '../../model/result.ts'
import type { RunHooks, Settings } from '../../model/settings.ts'
import { explore } from '../explore/explore.ts'
import { race } from '../race/race.ts'
import { uncontrollable } from '../uncontrollable.ts'
import { noTurns } from './sum.ts'

export interface TurnOptions {
  /** Counts turns from 0: even ones explore, odd ones race. */
  readonly number: number
  readonly settings: Settings
  /** A target that does not load is refused in the first turn; later, the machine may be at fault. */
  readonly isFirst: boolean
  readonly hooks: RunHooks
}

/** One turn of a soak; null where it was interrupted before it had begun. */
export async function takeTurn(
  target: string,
  { number, settings, isFirst, hooks }: TurnOptions,
): Promise<Result | null> {
  try {
    if (number % 2 === 1) return await race(target, settings, hooks)
    return await explore(target, settings, hooks).catch(async (error: unknown) => {
      if (!(error instanceof Uncontrollable)) throw error
      const raced = await race(target, settings, hooks)
      return { ...raced, notChecked: [`interleavings (${uncontrollable()})`] }
    })
  } catch (error) {
    if (error instanceof Interruption) return null
    if (isFirst || !(error instanceof Error)) throw error
    const process = error instanceof HarnessError ? error.process : 'the target'
    const failed = problem(process, messageOf(error))
    return { ...noTurns(target, settings), ...inconclusive([failed]) }
  }
}
