import { Aliases } from '../../model/aliases.ts'
import { pidOf } from '../../model/pids.ts'
import { accessToEverything } from '../../model/access.ts'
import type { Classify } from '../../model/content.ts'
import type { Course } from '../../model/counterexample.ts'
import { memoryOfLooking, readersApart } from '../../model/looks.ts'
import { ProgramGone, type Begin, type Program } from '../../model/program.ts'
import { withoutDir, type ExecutionRecord } from '../../model/record.ts'
import type { Specified } from '../../model/target.ts'
import type { StepEvent } from '../../model/step-log.ts'
import type { Scheduler } from '../../model/strategy.ts'
import { mostRestarts, type Workload } from '../../model/workload.ts'
import { Shadow } from '../../filesystem/shadow/shadow.ts'
import { DiskRecord, type DiskHistory } from './disk-record.ts'
import { ExecutionState } from './execution-state.ts'
import { isStarving, isTimePassing, livelockOf } from './livelock.ts'
import { Loader, type Load } from './loader.ts'
import type { NextStart } from './next-start.ts'
import { Provenance } from './provenance.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import { Standing } from './standing.ts'
import { restless, unfinished } from './unfinished.ts'
import { StateKeys } from './state-keys.ts'

export interface ExecutionOptions {
  /** Empty; left empty. */
  readonly dir: RunDirectory
  readonly workload: Workload
  readonly scheduler: Scheduler
  /** All that the writers take for random follows from it. */
  readonly seed: number
  readonly samePid: boolean
  /** Of all sessions, as far as they are known before a writer has opened the target. */
  readonly sessionFiles?: readonly string[] | undefined
  readonly classify: Classify
  /** Record what only a person looks at: where steps were asked for, and whose bytes a file held. It costs. */
  readonly traced?: boolean | undefined
  /** What of the history so far later verdicts depend on; only for a scheduler that asks for states. */
  readonly memoryOf?: ((record: ExecutionRecord) => readonly unknown[]) | undefined
  /**
   * What the application does once a writer was killed and the others are through; absent where nobody is.
   *
   * @param workload all that was carried out so far, new starts included
   */
  readonly restart?: ((workload: Workload) => NextStart) | undefined
  /** Keep what is asked of the disk, so that power can be lost. */
  readonly recordsDisk?: boolean | undefined
  /** Whether verdicts depend on which operation had ended before another began; default: they do. */
  readonly isTimed?: boolean | undefined
  /** What the target is held against; absent where that is a register. */
  readonly specification?: Specified | null | undefined
  /** Lets the application load, where it is asked what it sees; default: it is not. */
  readonly load?: Load | undefined
  /** Called after every step. */
  readonly onStep?: (() => void) | undefined
}

export type { NextStart }

export interface Execution {
  readonly record: ExecutionRecord
  readonly steps: number
  /** What each step did. */
  readonly log: () => readonly StepEvent[]
  /** Why it did not come to its end by itself; null where it did. */
  readonly stuck: string | null
  /** What was asked of the disk, until the application started again after a crash; null where it was not recorded. */
  readonly disk: DiskHistory | null
  /** What the harness cannot control, by name. */
  readonly uncontrolled: readonly string[]
  /** A call has begun at once beside work that was under way: where starts are steps, it could have begun later. */
  readonly hasDeferred: boolean
  /** What changed in the directory without a step. */
  readonly escapes: readonly string[]
  /** Whether any step of the file system was asked for, granted or not. */
  readonly asksForFiles: boolean
}

/**
 * Carries out one workload under one scheduler: a blocking loop of decision, grant and reaction.
 *
 * @throws HarnessError when a target refuses, ProgramGone when a program ends in the middle,
 *   ReplayDivergence when the scheduler replays a schedule that does not fit, RunDirectoryLost when the target does
 *   not leave its directory where it is.
 */
export function execute(programs: readonly Program[], options: ExecutionOptions): Execution {
  const { dir, workload, scheduler } = options
  const aliases = new Aliases(options.sessionFiles)
  const standings = workload.writers.map(
    (_, index) => new Standing(index + 1, programs[index] as Program, aliases),
  )
  const shadow = new Shadow({
    sessionFiles: options.sessionFiles,
    ...(scheduler.needsState && { open: (file) => dir.open(file) }),
  })
  const keys = scheduler.needsState
    ? new StateKeys(standings.length, () => shadow.key, {
        ...options,
        isOneState: options.specification?.scope === 'store',
      })
    : null
  const disk = options.recordsDisk ? new DiskRecord(dir, (file) => aliases.of(file)) : null
  const provenance = options.traced ? new Provenance() : null
  const state = new ExecutionState(dir, standings, options.classify, shadow, {
    keys,
    disk,
    provenance,
    loader: options.load ? new Loader(dir, options.load) : null,
    workload,
  })
  let stuck: string | null
  try {
    dir.assertInPlace()
    begin(state, standings, options)
    stuck = explore(state, standings, options, keys, aliases)
  } catch (error) {
    if (error instanceof ProgramGone && error.program.thrown) error.course = courseOf(state, workload)
    abandon(standings)
    throw clearedAfter(error, dir)
  } finally {
    dir.closeFiles()
  }
  if (stuck !== null) abandon(standings)

  dir.assertInPlace()
  const entries = dir.entries()
  const escapes = state.escapes(entries)
  // What it does to the directory is nobody's any more.
  state.load()
  // A load may leave more behind.
  dir.clear(options.load ? undefined : entries)
  const uncontrolled = [...new Set(standings.flatMap((standing) => standing.uncontrolled))]
  const asksForFiles = standings.some((standing) => standing.asksForFiles)
  const isUnseen = escapes.length > 0 || (uncontrolled.length > 0 && !asksForFiles)
  const known = soFar(state, standings, options)
  const record = {
    ...known,
    calls: known.calls.map((call) => withoutDir(call, dir.path)),
    finals: state.watch.finals(),
    entries,
    ...(isUnseen && { unseen: true as const }),
  }
  const hasDeferred = standings.some((standing) => standing.hasDeferred)
  return {
    record,
    steps: state.position,
    log: () => state.log(),
    stuck,
    disk,
    uncontrolled,
    escapes,
    asksForFiles,
    hasDeferred,
  }
}

function courseOf(state: ExecutionState, workload: Workload): Course {
  return { workload, steps: state.log(), files: state.files }
}

/** What the oracles are told, but for how it ends. */
function soFar(
  state: ExecutionState,
  standings: readonly Standing[],
  { workload, specification }: ExecutionOptions,
): Omit<ExecutionRecord, 'finals' | 'entries'> {
  const performed = state.next?.workload ?? workload
  const made = standings.flatMap((standing) => [...standing.calls.values()])
  const { calls, reads, looking } = readersApart(performed, made, state.faults)
  return {
    workload: performed,
    calls,
    reads: [...state.watch.reads, ...reads],
    looking,
    files: state.files,
    faults: state.faults,
    ...state.restarted,
    observed: true,
    ...(specification && { specification }),
  }
}

/** Every writer opens the target and runs until it waits. */
function begin(state: ExecutionState, standings: readonly Standing[], options: ExecutionOptions): void {
  for (const standing of standings)
    state.take(standing, standing.program.begin(orderFor(standing, options.workload, options)))
}

/** After a crash, the application starts again: it recovers, if it can, and makes one more call in each session. */
export function beginAgain(
  state: ExecutionState,
  aliases: Aliases,
  next: NextStart,
  options: ExecutionOptions,
): void {
  const { workload, program } = next
  const standing = new Standing(workload.writers.length, program, aliases)
  state.restart(standing, next)
  const recover = { nowMicros: state.nowMicros, position: state.position }
  state.take(standing, program.begin({ ...orderFor(standing, workload, options), recover }))
}

function orderFor(
  { ordinal, program }: Standing,
  workload: Workload,
  { dir, seed, samePid, traced = false }: ExecutionOptions,
): Begin {
  const order = { dir: dir.path, writer: ordinal, workload, seed, pid: pidOf(ordinal, samePid) }
  return traced && program.traits.sources ? { ...order, traced } : order
}

/** Grants step after step until none waits; returns why that is not the end, or null where it is. */
export function explore(
  state: ExecutionState,
  standings: readonly Standing[],
  options: ExecutionOptions,
  keys: StateKeys | null,
  aliases: Aliases,
): string | null {
  const { scheduler, memoryOf, onStep, restart } = options
  const stateKey = () => {
    const record = { ...soFar(state, standings, options), finals: {}, entries: [] }
    const memory = [...(memoryOf?.(record) ?? []), memoryOfLooking(record)]
    return keys?.key([...memory, state.struck, state.asked, state.pace]) ?? ''
  }
  const access = () => keys?.access ?? accessToEverything
  for (;;) {
    const { choices, ahead } = state.offer()
    const isRestarted = state.next !== null
    const isSpared = state.restarts >= mostRestarts
    // A target may end itself again and again.
    const startsAgain = restart !== undefined && state.hasCrashed && !isSpared
    if (choices.length === 0 && startsAgain) {
      beginAgain(state, aliases, restart(state.next?.workload ?? options.workload), options)
      continue
    }
    if (choices.length === 0) {
      scheduler.ended?.({ made: state.position, stateKey, access })
      return stuckIn(state, unfinished(standings))
    }
    const { decisionOf, findsOf, position: made, standstill } = state
    // What was recorded went on for as long as it did, and was fair where it had to be.
    const isRecorded = made < (scheduler.recorded ?? 0)
    const livelock = isRecorded ? null : livelockOf(standstill, isRestarted)
    // Who waits for ever for what a dead writer holds is given up with it.
    const givenUp = livelock !== null && startsAgain ? choices[0] : undefined
    if (givenUp) {
      state.grant({ choice: givenUp, fault: { kind: 'kill' } })
      continue
    }
    if (livelock !== null)
      return stuckIn(state, `a livelock: ${livelock}; ${unfinished(standings) ?? restless(standings)}`)
    const isSearch = scheduler.needsState === true
    const chosen =
      !isRecorded && isStarving(standstill, isSearch)
        ? {
            choice: state.leastRecent(isTimePassing(standstill, isSearch) ? [...choices, ...ahead] : choices),
          }
        : scheduler.choose({ choices, ahead, decisionOf, findsOf, made, stateKey, access, isSpared })
    state.grant(chosen)
    onStep?.()
  }
}

/** An application that has started again and does not come as far as its next call has failed to start. */
function stuckIn(state: ExecutionState, why: string | null): string | null {
  if (why !== null && state.next && !state.restarted.restart) state.noteStart(`its start never ends: ${why}`)
  return why
}

/** A writer that is blocked cannot be brought back: its stack waits for a step that will never be granted. */
export function abandon(standings: readonly Standing[]): void {
  for (const { program, blockedOn } of standings) if (blockedOn !== 0) program.kill()
}

/**
 * Empties the directory after an error that ended an execution early.
 *
 * @returns what is to be told: that the directory is lost, where it is, since the error may follow from that.
 */
export function clearedAfter(error: unknown, dir: RunDirectory): unknown {
  try {
    dir.clear()
    return error
  } catch (lost) {
    return lost
  }
}
