import fs from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { seedOf } from '../../model/seed.ts'
import type { Result } from '../../model/result.ts'
import { faultNames, type RunHooks, type Settings } from '../../model/settings.ts'
import { assertTargetFile } from '../../processes/target-file.ts'
import { hashOf } from '../../recording/save.ts'
import { loadSoakState, saveSoakState, soakStateFile, type SoakState } from '../../recording/soak-state.ts'
import { Patience } from './patience.ts'
import { addTurn, noTurns } from './sum.ts'
import { takeTurn } from './turn.ts'

const longestTurnMillis = 30_000
const shortestTurnMillis = 3_000

export interface Soak {
  /** Of an earlier soak whose turns this one continues; 0 where it starts anew. */
  readonly turnsBefore: number
  /** Where the state of an earlier soak goes that this one does not continue; null where there is none. */
  readonly setAside: string | null
  readonly result: Result
  readonly settings: Settings
  readonly stateFile: string
  run(hooks: RunHooks): Promise<Result>
}

/**
 * Prepares a soak, or the rest of one: the state that an earlier soak of this target has left is continued, unless
 * another seed is given, other workloads are asked for, or the target has changed.
 *
 * @throws UsageError when there is no such target, or what is there is no state.
 */
export function openSoak(target: string, settings: Settings, isSeedGiven: boolean): Soak {
  assertTargetFile(target)
  const stateFile = soakStateFile(target, settings.outputDir)
  const earlier = loadSoakState(stateFile)
  const own = { sourceHash: hashOf(target), asked: askedOf(settings) }
  const isContinued =
    earlier !== null &&
    earlier.sourceHash === own.sourceHash &&
    earlier.asked === own.asked &&
    (!isSeedGiven || earlier.result.seed === settings.seed)
  const seed = isContinued ? earlier.result.seed : settings.seed
  const state = isContinued ? earlier : { ...own, turns: 0, result: noTurns(target, { ...settings, seed }) }
  const seeded = { ...settings, seed }
  const setAside = earlier && !isContinued ? stateFile.replace(/json$/, 'previous.json') : null
  return {
    turnsBefore: state.turns,
    result: state.result,
    settings: seeded,
    stateFile,
    setAside,
    run(hooks) {
      if (setAside !== null) fs.renameSync(stateFile, setAside)
      return run(target, seeded, hooks, { state, stateFile })
    },
  }
}

function askedOf(settings: Settings): string {
  const { writers, calls, sessions, readers, strategy, faults, oracle, samePid, shard } = settings
  return JSON.stringify({ writers, calls, sessions, readers, strategy, faults, oracle, samePid, shard })
}

async function run(
  target: string,
  settings: Settings,
  hooks: RunHooks,
  { state: earlier, stateFile }: { readonly state: SoakState; readonly stateFile: string },
): Promise<Result> {
  const started = performance.now()
  const elapsed = () => performance.now() - started
  const left = () => settings.maxTimeMillis - elapsed()
  const before = earlier.result
  let state = earlier
  const patience = new Patience()
  const isEnough = () => settings.bail > 0 && state.result.violations.length >= settings.bail
  const most = before.executions + (settings.executions ?? Infinity)
  while (
    !hooks.signal?.aborted &&
    left() > shortestTurnMillis / 2 &&
    !patience.isOver &&
    state.result.executions < most &&
    !isEnough()
  ) {
    const { turns, result } = state
    const turnMillis = Math.min(longestTurnMillis, Math.max(shortestTurnMillis, left() / 4), left())
    const turn = await takeTurn(target, {
      number: turns,
      settings: {
        ...settings,
        seed: seedOf(settings.seed, turns),
        maxTimeMillis: turnMillis,
        bail: settings.bail === 0 ? 0 : settings.bail - result.violations.length,
        faults: settings.faults ?? faultNames,
        ...(Number.isFinite(most) && { executions: most - result.executions }),
      },
      isFirst: turns === earlier.turns,
      hooks: {
        signal: hooks.signal,
        known: result.violations.map(({ signature }) => signature),
        onProgress: (progress) =>
          hooks.onProgress?.({
            ...progress,
            executions: result.executions + progress.executions,
            violations: result.violations.length + progress.violations,
            elapsedMillis: elapsed(),
            leftMillis: left(),
            phase: `turn ${turns + 1} · ${progress.phase}`,
          }),
      },
    })
    if (turn === null) break
    patience.add(turn)
    state = Object.assign({}, earlier, { turns: turns + 1, result: addTurn(result, turn) })
    saveSoakState(stateFile, state)
    const pauseMillis = Math.min(patience.pauseMillis, Math.max(0, left()))
    // Its end by the signal is the loop's to see.
    await wait(pauseMillis, undefined, { signal: hooks.signal }).catch(() => {})
  }
  return { ...state.result, elapsedMs: before.elapsedMs + Math.round(elapsed()) }
}
