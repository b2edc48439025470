import { UsageError } from '../model/errors.ts'
import type { Result } from '../model/result.ts'
import type { RunHooks, Settings } from '../model/settings.ts'
import type { Checked } from '../settings/settings.ts'
import { exitCode } from './exit-code.ts'
import { parseReporters, report } from './outputs.ts'
import { ProgressLine } from './progress.ts'
import { say } from './say.ts'

type Engine = (target: string, settings: Settings, hooks: RunHooks) => Promise<Result>

/**
 * Runs an engine as a command: the seed first and last, progress meanwhile, the reports at the end, whatever end
 * that is. Where the target does not even load, no seed is said: nothing follows from it.
 *
 * @param unit what the engine counts, for example `round`
 * @throws UsageError when a report cannot be written.
 */
export async function runEngine(
  engine: Engine,
  unit: string,
  target: string,
  { settings, reporters }: Checked,
): Promise<number> {
  const outputs = parseReporters(reporters)
  const seed = `seed ${settings.seed}\n`
  let isSeedSaid = false
  const saySeedFirst = () => {
    if (!isSeedSaid) say(seed, 'stderr')
    isSeedSaid = true
  }
  const interruption = new AbortController()
  const interrupt = () => interruption.abort()
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('SIGHUP', interrupt)
  const progress = new ProgressLine(process.stderr, unit)
  try {
    const hooks: RunHooks = {
      signal: interruption.signal,
      onProgress(state) {
        saySeedFirst()
        progress.show(state)
      },
    }
    const ended = await engine(target, settings, hooks).catch((error: unknown) => {
      if (!(error instanceof UsageError)) saySeedFirst()
      throw error
    })
    saySeedFirst()
    const result: Result = interruption.signal.aborted ? { ...ended, interrupted: true } : ended
    progress.clear()
    const isSeedLast = outputs.some(({ name, file }) => name === 'terminal' && file === undefined)
    try {
      report(result, outputs)
    } finally {
      if (!isSeedLast) say(seed, 'stderr')
    }
    return interruption.signal.aborted ? exitCode.interrupted : exitCode[result.verdict]
  } finally {
    progress.clear()
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt).off('SIGHUP', interrupt)
  }
}
