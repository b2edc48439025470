import { Uncontrollable } from '../../model/errors.ts'
import type { Result } from '../../model/result.ts'
import type { RunHooks, Settings } from '../../model/settings.ts'
import { combine } from './combine.ts'
import { phases, type Phase } from './phases.ts'

/** With less, processes would just start and end again. */
const leastMillis = 250

/**
 * All that can be checked within one budget: what is small completely, what is larger by samples, then faults, then a
 * free-running race. Ends early once as many violations were found as `bail` says.
 *
 * @param target path of the target module
 * @throws UsageError when the target does not load.
 * @throws Interruption when told to stop before anything was checked.
 */
export async function check(target: string, settings: Settings, hooks: RunHooks = {}): Promise<Result> {
  const started = performance.now()
  const notChecked: string[] = []
  let result: Result | null = null
  for (const phase of phases) {
    if (phase.isWanted?.(settings) === false) continue
    const leftMillis = settings.maxTimeMillis - (performance.now() - started)
    const isOver = leftMillis < leastMillis || hooks.signal?.aborted === true
    if (result && (isOver || isEnough(result, settings))) {
      notChecked.push(phase.name)
      continue
    }
    try {
      const found: Result = await carryOut(
        phase,
        target,
        budgeted(settings, phase, leftMillis, result),
        hooks,
        result,
      )
      // A race that had no time left for a round says nothing, and takes nothing from what was found before.
      if (result && found.executions === 0 && found.violations.length === 0) notChecked.push(phase.name)
      else result = result ? combine(result, found) : found
    } catch (error) {
      if (!(error instanceof Uncontrollable)) throw error
      notChecked.push(`${phase.name} (the steps of another program cannot be controlled)`)
    }
  }
  if (!result) throw new Error('no phase took place')
  return {
    ...result,
    command: 'check',
    elapsedMs: Math.round(performance.now() - started),
    ...(notChecked.length > 0 && { notChecked }),
  }
}

function isEnough({ violations }: Result, { bail }: Settings): boolean {
  return bail > 0 && violations.length >= bail
}

function budgeted(
  settings: Settings,
  { part, settingsOf }: Phase,
  leftMillis: number,
  before: Result | null,
): Settings {
  const { executions } = settings
  return {
    ...settingsOf(settings),
    maxTimeMillis: Math.max(1, leftMillis * part),
    ...(executions !== undefined && { executions: Math.max(1, executions - (before?.executions ?? 0)) }),
  }
}

/** Its progress is told as that of the whole. */
async function carryOut(
  { run }: Phase,
  target: string,
  settings: Settings,
  { onProgress, signal }: RunHooks,
  before: Result | null,
): Promise<Result> {
  return run(target, settings, {
    signal,
    onProgress:
      onProgress &&
      ((progress) =>
        onProgress({
          ...progress,
          executions: progress.executions + (before?.executions ?? 0),
          violations: progress.violations + (before?.violations.length ?? 0),
        })),
  })
}
