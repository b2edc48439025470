import type { ReplayGoneOptions, RunOptions } from 'onewriter' with { 'resolution-mode': 'import' }

/**
 * Fails the current test unless a target holds: checked as by `onewriter check`, in a process of its own, though without
 * faults where `faults` does not name them. An inconclusive run fails as well.
 *
 * @param target path of the target module, relative to the working directory
 * @param options as in `check`; `maxTime` has to be shorter than the test's timeout, by some seconds to shrink what is
 *   found: `test(name, fn, timeoutMillis)`
 * @throws Error with the message, the steps as a table and the replay command; or naming what is wrong with an option
 */
export declare function expectHolds(target: string, options?: RunOptions): Promise<void>

/**
 * Fails the current test unless a saved violation is gone. Its schedule is carried out again where that still fits.
 * Where it does not, the same small space is searched: as many writers, calls and sessions, the same faults, the oracles
 * that were broken.
 *
 * @param file path of the replay file, relative to the working directory
 * @param options `times`: replays, each in fresh processes, default 3; `maxTime`: of the search, default 30 s
 * @throws Error as `expectHolds`
 */
export declare function expectReplayGone(file: string, options?: ReplayGoneOptions): Promise<void>
