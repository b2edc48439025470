import type { RunOptions } from '../../settings/schema.ts'
import { throwWhere } from '../throw-where.ts'
import type { ReplayGoneOptions } from '../judge-replay-gone.ts'
import { judgeElsewhere } from './judge-elsewhere.ts'

/**
 * Fails the current test unless a target holds: checked as by `onewriter check`, in a Node process of its own, though
 * without faults where `faults` does not name them. An inconclusive run fails as well.
 *
 * @param target path of the target module, relative to the working directory
 * @param options as in `check`; `maxTime` has to be shorter than the test's timeout, by some seconds to shrink what is
 *   found: `test(name, fn, timeoutMillis)`
 * @throws Error with the message, the steps as a table and the replay command; or naming what is wrong with an option
 */
export async function expectHolds(target: string, options: RunOptions = {}): Promise<void> {
  // Made here, so that its stack leads to the test.
  const error = new Error('not yet examined')
  throwWhere(await judgeElsewhere({ expectation: 'holds', subject: target, options }), error)
}

/**
 * Fails the current test unless a saved violation is gone. Its schedule is carried out again where that still fits.
 * Where it does not, the same small space is searched: as many writers, calls and sessions, the same faults, the oracles
 * that were broken.
 *
 * @param file path of the replay file, relative to the working directory
 * @param options `times`: replays, each in fresh processes, default 3; `maxTime`: of the search, default 30 s
 * @throws Error as `expectHolds`
 */
export async function expectReplayGone(file: string, options: ReplayGoneOptions = {}): Promise<void> {
  // Made here, so that its stack leads to the test.
  const error = new Error('not yet examined')
  throwWhere(await judgeElsewhere({ expectation: 'replay-gone', subject: file, options }), error)
}
