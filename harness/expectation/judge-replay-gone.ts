import path from 'node:path'
import { explore } from '../engine/explore/explore.ts'
import { replay, type ReplayOutcome } from '../engine/explore/replay.ts'
import { printableLine, spelledOut, withoutCommands } from '../model/printable.ts'
import { replaySpace } from '../model/replay-space.ts'
import { columns } from '../report/columns.ts'
import { plain } from '../report/paint.ts'
import { statementsOf } from '../report/statements/index.ts'
import { replayCommand } from '../report/words.ts'
import { assertRead } from '../settings/assert-read.ts'
import type { RunOptions } from '../settings/schema.ts'
import { checkOptions } from '../settings/settings.ts'
import { budgetWithin } from './budget.ts'
import { describeFailure } from './describe-failure.ts'
import type { Judgement, TestLimits } from './judgement.ts'

/** What a test may say of how a saved violation is sought. */
export type ReplayGoneOptions = Pick<
  RunOptions,
  'times' | 'maxTime' | 'runtime' | 'dir' | 'outputDir' | 'isolate'
>

/** Enough for what is as small as a counterexample, and a test is waited for. */
const usualMillis = 30_000
/** One would do: what is replayed does not depend on luck. */
const usualTimes = 3

/**
 * Looks for a saved violation: the schedule is carried out again where it still fits. Where it does not, since the code
 * takes other steps now, the same small space is searched: as many writers, calls and sessions, the same faults, the
 * oracles that were broken.
 *
 * @param file path of the replay file
 * @throws UsageError when it is no replay file, an option is wrong, or its target does not load.
 */
export async function judgeReplayGone(
  file: string,
  { times = usualTimes, ...options }: ReplayGoneOptions,
  { timeoutMillis, signals = [] }: TestLimits = {},
): Promise<Judgement> {
  assertRead('explore', options, 'key')
  const { settings } = checkOptions(
    { ...options, times },
    { spelling: 'key', defaults: { maxTimeMillis: usualMillis, bail: 1 } },
  )
  const outcome = await replay(file, settings)
  const { loaded, divergence } = outcome
  const target = path.relative('.', loaded.target)
  if (divergence === null) {
    const why = whyNotGone(outcome, file)
    return { failure: why && withoutCommands(`${printableLine(target)}: ${why}`), notices: [] }
  }
  const budget = budgetWithin(settings.maxTimeMillis, timeoutMillis)
  const space = {
    ...settings,
    ...replaySpace(loaded.counterexample),
    seed: loaded.file.runSeed,
    maxTimeMillis: budget.millis,
  }
  const signal = AbortSignal.any([...signals, ...budget.signals])
  const result = await explore(target, space, { signal }, { endsEarly: true })
  const instead = `${file}: the schedule no longer fits (${divergence}), so the same space was searched`
  const claims = statementsOf(spelledOut(result)).map(({ text }) => text)
  const searched = [`${printableLine(instead)}:`, ...claims].join('\n  ')
  const failure = describeFailure(result)
  return {
    failure: failure && `${failure}\n\n${withoutCommands(printableLine(instead))}`,
    notices: [...(budget.notice === null ? [] : [budget.notice]), withoutCommands(searched)],
  }
}

/** Null where the schedule still fits, and the violation is gone. */
function whyNotGone({ loaded, times, of, problem }: ReplayOutcome, file: string): string | null {
  if (problem !== null) return `inconclusive: ${printableLine(problem)}`
  if (times === 0) return null
  const { counterexample } = loaded
  const { oracle, finding } = counterexample
  return [
    `${oracle} is violated in ${times} of ${of} replays, each in fresh processes`,
    printableLine(finding.message),
    '',
    columns(counterexample, plain),
    replayCommand(file),
  ].join('\n')
}
