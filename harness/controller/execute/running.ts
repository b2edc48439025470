import { Shadow } from '../../filesystem/shadow/shadow.ts'
import { accessToEverything } from '../../model/access.ts'
import { Aliases } from '../../model/aliases.ts'
import type { Course } from '../../model/counterexample.ts'
import { digestOf } from '../../model/digest.ts'
import { memoryOfLooking, readersApart } from '../../model/looks.ts'
import { pidOf } from '../../model/pids.ts'
import type { Begin, Program } from '../../model/program.ts'
import { withoutDir, type ExecutionRecord } from '../../model/record.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import type { Chosen, DecisionPoint } from '../../model/strategy.ts'
import { mostRestarts, type Workload } from '../../model/workload.ts'
import { DiskRecord } from './disk-record.ts'
import type { Execution, RunningOptions } from './execution.ts'
import { ExecutionState } from './execution-state.ts'
import { idleWords, isStarving, isTimePassing, livelockOf, waitsInVain } from './livelock.ts'
import { Loader } from './loader.ts'
import { isLockedOutByError, leftBehind } from './locked-out.ts'
import type { NextStart } from './next-start.ts'
import { Provenance } from './provenance.ts'
import { Standing } from './standing.ts'
import { StateKeys } from './state-keys.ts'
import { restless, unfinished } from './unfinished.ts'

interface Parts {
  readonly state: ExecutionState
  /** The state's own. */
  readonly shadow: Shadow
  readonly standings: Standing[]
  readonly aliases: Aliases
  readonly keys: StateKeys | null
  readonly disk: DiskRecord | null
}

/** Where a fork is at home. */
export interface Elsewhere {
  readonly dir: RunDirectory
  readonly shadow: Shadow
  /** What stands there behind a writer. */
  readonly programFor: (program: Program) => Program
  readonly restart: RunningOptions['restart']
}

/** Whatever wants a decision. */
export interface Decides {
  /** So many decisions were recorded, and are to be made again whoever waits for how long. */
  readonly recorded?: number | undefined
  /** Whether all choices are the decider's, or else its search is not complete. */
  readonly isSearch: boolean
}

/** An execution under way: it waits for one decision after the other. Where its programs can be forked, so can it be. */
export class Running {
  readonly state: ExecutionState
  readonly #options: RunningOptions
  readonly #standings: Standing[]
  readonly #aliases: Aliases
  readonly #keys: StateKeys | null
  readonly #disk: DiskRecord | null
  /** Why it does not come to its end by itself; null where it does, or is still under way. */
  stuck: string | null = null
  /** It is stuck by an injected error alone: see `isLockedOutByError`. */
  isLockedOut = false
  /** Where it is stuck: what somebody has left that others wait for, as the log names it. */
  #left: readonly string[] = []
  /** Nothing waits any more, or nothing more comes of what does. */
  isThrough = false
  /** How many steps were made for writers that wait for ever for what a dead one holds: nobody has decided those. */
  #givenUp = 0
  /** The latest step was such a one. */
  #hasGivenUp = false
  /** What oracles remember of a history. */
  #memory: { readonly history: string; readonly memory: readonly unknown[] } = { history: '', memory: [] }

  /** @param parts of one execution, which know each other */
  constructor(options: RunningOptions, parts: Parts) {
    this.#options = options
    this.state = parts.state
    this.#standings = parts.standings
    this.#aliases = parts.aliases
    this.#keys = parts.keys
    this.#disk = parts.disk
  }

  /** One in which no writer has done anything yet. */
  static of(programs: readonly Program[], options: RunningOptions, shadow = shadowFor(options)): Running {
    const { dir, workload } = options
    const aliases = new Aliases(options.sessionFiles)
    const standings = workload.writers.map(
      (_, index) => new Standing(index + 1, programs[index] as Program, aliases),
    )
    const keys = options.needsState
      ? new StateKeys(standings.length, () => shadow.key, {
          ...options,
          isOneState: options.specification?.scope === 'store',
        })
      : null
    const disk = options.recordsDisk ? new DiskRecord(dir, (file) => aliases.of(file)) : null
    const state = new ExecutionState(dir, standings, options.classify, shadow, {
      keys,
      disk,
      provenance: options.traced ? new Provenance() : null,
      loader: options.load ? new Loader(dir, options.load) : null,
      workload,
      witness: options.witness ?? null,
    })
    return new Running(options, { state, shadow, standings, aliases, keys, disk })
  }

  /** The same, from where each goes on by itself. */
  fork({ dir, shadow, programFor, restart }: Elsewhere): Running {
    const aliases = this.#aliases.fork()
    const { mayWake } = this.state
    const standings = this.#standings.map((standing) =>
      standing.fork(programFor(standing.program), aliases, mayWake),
    )
    const keys = this.#keys?.fork(() => shadow.key) ?? null
    const disk = this.#disk?.fork((file) => aliases.of(file)) ?? null
    const state = this.state.fork({ dir, standings, shadow, keys, disk })
    const options = { ...this.#options, dir, restart }
    const fork = new Running(options, { state, shadow, standings, aliases, keys, disk })
    fork.#memory = this.#memory
    fork.#givenUp = this.#givenUp
    fork.#hasGivenUp = this.#hasGivenUp
    return fork
  }

  /** Every writer opens the target and runs until it waits. */
  begin(): void {
    this.#options.dir.assertInPlace()
    this.#options.witness?.starts()
    for (const standing of this.#standings) this.#begin(standing, this.#options.workload)
  }

  /** After a crash, the application starts again: it recovers, if it can, and makes one more call in each session. */
  beginAgain(next: NextStart): void {
    const { workload, program } = next
    const standing = new Standing(workload.writers.length, program, this.#aliases)
    this.state.restart(standing, next)
    this.#begin(standing, workload, { nowMicros: this.state.nowMicros, position: this.state.position })
  }

  #begin(standing: Standing, workload: Workload, recover?: Begin['recover']): void {
    const { dir, seed, samePid, traced = false, witness } = this.#options
    const { ordinal, program } = standing
    const order: Begin = {
      dir: dir.path,
      writer: ordinal,
      workload,
      seed,
      pid: pidOf(ordinal, samePid),
      ...(traced && program.traits.sources && { traced }),
      ...(recover && { recover }),
    }
    witness?.begins(order)
    this.state.take(standing, program.begin(order))
  }

  /** Where the next decision is to be made; null at its end. What is not anybody's to decide is done before. */
  next(decides: Decides): DecisionPoint | null {
    const { state } = this
    const { restart } = this.#options
    for (;;) {
      const { choices, ahead } = state.offer()
      // A target may end itself again and again.
      const startsAgain = restart !== undefined && state.hasCrashed && state.restarts < mostRestarts
      if (choices.length === 0 && startsAgain) {
        this.beginAgain(restart(state.next?.workload ?? this.#options.workload))
        continue
      }
      if (choices.length === 0) {
        this.isThrough = true
        return this.#end(this.#unfinished())
      }
      const { standstill } = state
      // What was recorded went on for as long as it did, and was fair where it had to be.
      const isRecorded = state.position < (decides.recorded ?? 0)
      const livelock = isRecorded || startsAgain ? null : livelockOf(standstill)
      // Who waits for ever for what a dead writer holds is given up with it.
      const isVain = startsAgain && !isRecorded && waitsInVain(standstill)
      const givenUp = isVain ? choices[0] : undefined
      if (givenUp) {
        state.grant({ choice: givenUp, fault: { kind: 'kill' } })
        this.#givenUp += 1
        this.#hasGivenUp = true
        continue
      }
      // Of a single choice a search makes itself what fairness would.
      const isForced = decides.isSearch && choices.length + ahead.length === 1
      const isStarved = !isRecorded && !isForced && isStarving(standstill, decides.isSearch)
      if (livelock !== null || (isStarved && decides.isSearch && this.#seesLockedOut()))
        return this.#end(
          `a livelock: ${livelock ?? idleWords(standstill)}; ${this.#unfinished() ?? restless(this.#standings)}`,
        )
      if (isStarved) {
        const among = isTimePassing(standstill, decides.isSearch) ? [...choices, ...ahead] : choices
        this.grant({ choice: state.leastRecent(among) })
        continue
      }
      const { decisionOf, findsOf } = state
      const isSpared = state.restarts >= mostRestarts
      return {
        choices,
        ahead,
        waitsForLock: this.#standings.some(({ waitsForOthers }) => waitsForOthers),
        decisionOf,
        findsOf,
        made: this.made,
        stateKey: this.stateKey,
        access: this.access,
        isSpared,
      }
    }
  }

  /** Carries a decision out. */
  grant(chosen: Chosen): void {
    this.#hasGivenUp = false
    this.state.grant(chosen)
    this.#options.onStep?.()
  }

  /** Stands for the state that it is in. */
  readonly stateKey = (): string => {
    const { state } = this
    return this.#keys?.key([...this.#remembered(), state.struck, state.asked, state.pace]) ?? ''
  }

  /** Stands for what a power loss may leave here, and for what was promised by then. */
  get moment(): string {
    const record = { ...this.#soFar(), reads: [], finals: {}, entries: [] }
    return digestOf(this.state.asked, this.#options.memoryOf?.(record) ?? [])
  }

  /** What of the history later verdicts depend on; worked out where that has grown. */
  #remembered(): readonly unknown[] {
    const { history } = this.state
    if (this.#memory.history !== history) {
      const record = { ...this.#soFar(), finals: {}, entries: [] }
      const memory = [...(this.#options.memoryOf?.(record) ?? []), memoryOfLooking(record)]
      this.#memory = { history, memory }
    }
    return this.#memory.memory
  }

  /** How many decisions there were. */
  get made(): number {
    return this.state.position - this.#givenUp
  }

  /** What the latest step had to do with. */
  readonly access = () => (this.#hasGivenUp ? null : this.#keys?.access) ?? accessToEverything

  /** How it came to where it is, for whoever has to tell of a crash. */
  get course(): Course {
    const { state } = this
    return { workload: this.#options.workload, steps: state.log(), files: state.files }
  }

  /** What came of it; its directory is left empty. */
  finish(): Execution {
    const { state } = this
    const { dir, load } = this.#options
    dir.assertInPlace()
    const entries = dir.entries()
    const escapes = state.escapes(entries)
    // What it does to the directory is nobody's any more.
    state.load()
    // A load may leave more behind.
    dir.clear(load ? undefined : entries)
    const uncontrolled = [...new Set(this.#standings.flatMap((standing) => standing.uncontrolled))]
    const asksForFiles = this.#standings.some((standing) => standing.asksForFiles)
    const left = entries.filter((entry) => this.#left.includes(this.#aliases.of(entry.replace(/\/$/, ''))))
    const isUnseen = escapes.length > 0 || (uncontrolled.length > 0 && !asksForFiles)
    const known = this.#soFar()
    const record = {
      ...known,
      calls: known.calls.map((call) => withoutDir(call, dir.path)),
      finals: state.watch.finals(),
      entries,
      ...(left.length > 0 && { left }),
      ...(isUnseen && { unseen: true as const }),
    }
    return {
      record,
      steps: state.position,
      log: () => state.log(),
      stuck: this.stuck,
      isLockedOut: this.isLockedOut,
      disk: this.#disk,
      names: state.names,
      uncontrolled,
      seesTimes: this.seesTimes,
      escapes,
      asksForFiles,
      hasDeferred: this.#standings.some((standing) => standing.hasDeferred),
      keptWaiting: this.#standings.some((standing) => standing.keptWaiting),
    }
  }

  /** A writer that is blocked cannot be brought back: its stack waits for a step that will never be granted. */
  abandon(): void {
    for (const { program, blockedOn } of this.#standings) if (blockedOn !== 0) program.kill()
  }

  /** Somebody has used times of files, or may have. */
  get seesTimes(): boolean {
    return this.#standings.some((standing) => standing.seesTimes)
  }

  get calls(): readonly ExecutionRecord['calls'][number][] {
    return this.#standings.flatMap((standing) => [...standing.calls.values()])
  }

  /** An application that has started again and does not come as far as its next call has failed to start. */
  #end(stuck: string | null): null {
    const { state } = this
    if (stuck !== null && this.#isStarting) state.noteStart(`its start never ends: ${stuck}`)
    this.stuck = stuck
    if (stuck === null) return null
    this.isLockedOut = this.#seesLockedOut()
    const hasEnded = (writer: number) => this.#standings[writer - 1]?.isThere === false
    if (!this.isLockedOut) this.#left = leftBehind(state.log(), hasEnded)
    this.isThrough ||= this.isLockedOut || this.#left.length > 0
    return null
  }

  /** The application has started again, and has not come as far as its next call. */
  get #isStarting(): boolean {
    return this.state.next !== null && !this.state.restarted.restart
  }

  #unfinished(): string | null {
    return unfinished(this.#standings, this.#isStarting ? this.#standings.at(-1) : undefined)
  }

  #seesLockedOut(): boolean {
    return isLockedOutByError(this.state, this.state.log(), (path) => this.#aliases.of(path))
  }

  /** What the oracles are told, but for how it ends. */
  #soFar(): Omit<ExecutionRecord, 'finals' | 'entries'> {
    const { state } = this
    const { workload, specification } = this.#options
    const performed = state.next?.workload ?? workload
    const { calls, reads, looking } = readersApart(performed, this.calls, state.faults)
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
}

function shadowFor({ sessionFiles, needsState, dir, isDated, lasting }: RunningOptions): Shadow {
  return new Shadow({ sessionFiles, isDated, lasting, ...(needsState && { open: (file) => dir.open(file) }) })
}
