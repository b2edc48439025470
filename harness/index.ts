import type { Result } from './model/result.ts'
import type { RunHooks } from './model/settings.ts'
import type { RunOptions } from './settings/schema.ts'

export { commandTarget } from './target/command-target.ts'
export type { CommandContext, CommandTargetOptions } from './target/command-target.ts'
export { defineTarget } from './target/define.ts'
export { fileWriter } from './target/file-writer.ts'
export type { WriteFunction } from './target/file-writer.ts'
export { UsageError } from './model/errors.ts'
export type { CallContext, OpenContext, OpenTarget, Target, TargetDefinition } from './model/target.ts'
export type { Problem, RaceFigures, Result, Violation } from './model/result.ts'
export type { Progress, RunHooks } from './model/settings.ts'
export type { OracleName, OracleVerdict, Verdict } from './model/verdict.ts'
export type { RunOptions } from './settings/schema.ts'

/**
 * Races real, free-running processes over generated workloads.
 *
 * @param target path of the target module
 * @param options as on the command line, in camel case
 * @throws UsageError when an option is wrong or the target does not load.
 */
export async function race(
  target: string,
  { signal, onProgress, ...options }: RunOptions & RunHooks = {},
): Promise<Result> {
  // Writers import this module for `defineTarget` alone: what runs a race is loaded only here.
  const [{ checkOptions }, engine] = await Promise.all([
    import('./settings/settings.ts'),
    import('./engine/race/race.ts'),
  ])
  return engine.race(target, checkOptions(options).settings, { signal, onProgress })
}
