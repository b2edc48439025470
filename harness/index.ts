import type { ReplayOutcome } from './engine/explore/replay.ts'
import type { Result } from './model/result.ts'
import type { RunHooks } from './model/settings.ts'
import type { CommandName } from './settings/options.ts'
import type { RunOptions } from './settings/schema.ts'
import type { Defaults } from './settings/settings.ts'

export { command } from './target/command.ts'
export type { Command, CommandOptions } from './target/command.ts'
export { commandTarget } from './target/command-target.ts'
export type { CommandTargetOptions } from './target/command-target.ts'
export { defineTarget } from './target/define.ts'
export { fileAppender } from './target/file-appender.ts'
export type { AppendFunction } from './target/file-appender.ts'
export { fileUpdater } from './target/file-updater.ts'
export type { UpdateFunction } from './target/file-updater.ts'
export { fileWriter } from './target/file-writer.ts'
export type { WriteFunction } from './target/file-writer.ts'
export { bag, counter, log, map, register } from './specifications/index.ts'
export type { Applied, Specification, SpecifiedCall } from './model/specification.ts'
export type { Document } from './model/document.ts'
export { defineConfig } from './settings/define-config.ts'
export { UsageError } from './model/errors.ts'
export type { ReplayOutcome } from './engine/explore/replay.ts'
export type { Counterexample } from './model/counterexample.ts'
export type {
  CallContext,
  CommandCall,
  CommandContext,
  LoadContext,
  OpenContext,
  OpenTarget,
  Target,
  TargetDefinition,
} from './model/target.ts'
export type { Problem, RaceFigures, Result, Violation } from './model/result.ts'
export type { Progress, RunHooks } from './model/settings.ts'
export type { OracleName, OracleVerdict, Verdict } from './model/verdict.ts'
export type { RunOptions } from './settings/schema.ts'
export type { ReplayGoneOptions } from './expectation/judge-replay-gone.ts'

// Writers import this module for `defineTarget` alone: what runs an engine is loaded only where it is called for.

/**
 * Checks all that can be checked within one budget: interleavings, each kind of fault and a free-running race take turns,
 * each with its share from the start.
 *
 * @param target path of the target module
 * @param options as on the command line, in camel case
 * @throws UsageError when an option is wrong or the target does not load.
 */
export async function check(target: string, options: RunOptions & RunHooks = {}): Promise<Result> {
  const [engine, { settings, hooks }] = await Promise.all([
    import('./engine/check/check.ts'),
    prepare('check', options),
  ])
  return engine.check(target, settings, hooks)
}

/**
 * Races real, free-running processes over generated workloads.
 *
 * @param target path of the target module
 * @param options as on the command line, in camel case
 * @throws UsageError when an option is wrong or the target does not load.
 */
export async function race(target: string, options: RunOptions & RunHooks = {}): Promise<Result> {
  const [engine, { settings, hooks }] = await Promise.all([
    import('./engine/race/race.ts'),
    prepare('race', options),
  ])
  return engine.race(target, settings, hooks)
}

/**
 * Explores controlled interleavings of real processes, every file-system step decided, recorded and replayed.
 *
 * @param target path of the target module
 * @param options as on the command line, in camel case
 * @throws UsageError when an option is wrong, or the target does not load or cannot be controlled.
 */
export async function explore(target: string, options: RunOptions & RunHooks = {}): Promise<Result> {
  const [engine, { settings, hooks }] = await Promise.all([
    import('./engine/explore/explore.ts'),
    prepare('explore', options),
  ])
  return engine.explore(target, settings, hooks)
}

/**
 * Races and explores in turn, with fresh seeds that follow from the one, until `maxTime` or `signal`; by default until
 * the latter. Each distinct violation is saved once, and the soak goes on unless `bail` says otherwise. What it has
 * done is kept in the output directory, where the next soak of the same target with the same options goes on.
 *
 * @param target path of the target module
 * @param options as on the command line, in camel case
 * @throws UsageError when an option is wrong or the target does not load.
 */
export async function soak(target: string, options: RunOptions & RunHooks = {}): Promise<Result> {
  const [{ openSoak }, { soakDefaults }] = await Promise.all([
    import('./engine/soak/soak.ts'),
    import('./settings/settings.ts'),
  ])
  const { settings, hooks, isSeedGiven } = await prepare('soak', options, soakDefaults)
  return openSoak(target, settings, isSeedGiven).run(hooks)
}

/**
 * Carries a saved violation out again, each time in fresh processes.
 *
 * @param file path of the replay file
 * @throws UsageError when it is no replay file, or its target does not load.
 */
export async function replay(
  file: string,
  options: Pick<RunOptions, 'times' | 'runtime' | 'dir'> = {},
): Promise<ReplayOutcome> {
  const [engine, { settings }] = await Promise.all([
    import('./engine/explore/replay.ts'),
    prepare('replay', options),
  ])
  return engine.replay(file, settings)
}

async function prepare(
  command: CommandName,
  { signal, onProgress, known, ...options }: RunOptions & RunHooks,
  defaults?: Defaults,
) {
  const [{ checkOptions }, { assertRead }] = await Promise.all([
    import('./settings/settings.ts'),
    import('./settings/assert-read.ts'),
  ])
  assertRead(command, options, 'key')
  const { settings, isSeedGiven } = checkOptions(options, { spelling: 'key', ...(defaults && { defaults }) })
  return { settings, isSeedGiven, hooks: { signal, onProgress, known } }
}
