import type { Phase } from '../../model/phase.ts'
import type { Result } from '../../model/result.ts'
import type { Progress, RunHooks, Settings } from '../../model/settings.ts'
import type { Pool } from '../../processes/pool.ts'
import { Exploration } from '../explore/exploration.ts'
import { defaultLimits } from '../limits.ts'
import { raceUntil } from '../race/race.ts'
import { RaceRun } from '../race/race-run.ts'
import { combine } from './combine.ts'
import { deal } from './deal.ts'
import { notChecked, unexplored, type Cut } from './not-checked.ts'
import { phasesOf, raceWeight } from './phases.ts'

const raceName = 'free-running race'
/**
 * Exploring and racing change places: a race among busy controllers would hardly overlap. Each number is a part of the
 * time that is left by then.
 */
const slices = [
  { who: 'exploring', part: 0.085 },
  { who: 'racing', part: 0.02 },
  { who: 'exploring', part: 0.4 },
  { who: 'racing', part: 0.12 },
  { who: 'exploring', part: 0.8 },
  { who: 'racing', part: 1 },
] as const

export interface CheckContext {
  /** Path of the target module. */
  readonly target: string
  readonly settings: Settings
  readonly hooks: RunHooks
  /** When the run began, by `performance.now()`. */
  readonly started: number
}

/** One check from its first slice of time to its result. */
export class Check {
  readonly #context: CheckContext
  readonly #phases: readonly Phase[]
  /** Null where the target's steps cannot be controlled. */
  readonly #exploration: Exploration | null
  readonly #racing: RaceRun
  readonly #pool: Pool
  /** Signatures that the race need not pursue any more. */
  readonly #known: string[]
  readonly #executions = { exploring: 0, racing: 0 }

  constructor(pool: Pool, context: CheckContext) {
    const { target, settings, hooks, started } = context
    this.#context = context
    this.#pool = pool
    this.#known = [...(hooks.known ?? [])]
    const phases = phasesOf(settings)
    const dealt =
      settings.executions === undefined
        ? []
        : deal(settings.executions, [...phases.map(({ weight }) => weight), raceWeight])
    this.#phases = phases.map((phase, index) => Object.assign({}, phase, { executions: dealt[index] }))
    const explored = { target, settings, started, hooks: this.#hooksOf('exploring') }
    this.#exploration = pool.facts.controllable
      ? new Exploration(pool, { ...explored, phases: this.#phases, endsEarly: true })
      : null
    // What follows from the seed is the same for all: what cannot be explored leaves its executions to the race.
    const executions = pool.facts.controllable ? dealt.at(-1) : settings.executions
    this.#racing = new RaceRun(pool, {
      target,
      settings: { ...settings, faults: [], executions },
      hooks: { ...this.#hooksOf('racing'), known: this.#known },
      limits: defaultLimits,
      started,
    })
  }

  async untilEnd(): Promise<Result> {
    const { signal } = this.#context.hooks
    // Killing what is at work ends the round at once; what was found so far is still reported.
    const stop = () => void this.#pool.retire()
    signal?.addEventListener('abort', stop, { once: true })
    try {
      for (const { who, part } of slices) {
        if (this.#isOver) break
        const untilMillis = this.#elapsed() + part * this.#left()
        if (who === 'exploring') await this.#explore(untilMillis)
        else await this.#race(untilMillis)
      }
      if (!this.#isOver) await this.#explore(this.#context.settings.maxTimeMillis)
      return await this.#end()
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  async #explore(untilMillis: number): Promise<void> {
    await this.#exploration?.goOnUntil(untilMillis)
    this.#known.push(...(this.#exploration?.run.signatures ?? []))
  }

  async #race(untilMillis: number): Promise<void> {
    const isAlone = this.#exploration?.isOver ?? true
    const racing = this.#racing
    await raceUntil(racing, {
      // What nobody else needs is the race's; where all has been explored, it ends with its share.
      untilMillis: isAlone ? this.#context.settings.maxTimeMillis : untilMillis,
      isEnough: () => this.#exploration?.isSatisfied === true && racing.hasHadItsShare,
      signal: this.#context.hooks.signal,
    })
  }

  get #isOver(): boolean {
    const isExplored = this.#exploration?.isOver ?? true
    const isRaced =
      this.#racing.isOver || (this.#exploration?.isSatisfied === true && this.#racing.hasHadItsShare)
    return this.#isCut !== null || (isExplored && isRaced)
  }

  /** What has ended the run before all had their share; null where nothing has. */
  get #isCut(): Cut | null {
    const { settings, hooks } = this.#context
    const found = new Set([
      ...(this.#exploration?.run.signatures ?? []),
      ...this.#racing.violations.map(({ signature }) => signature),
    ])
    if (hooks.signal?.aborted) return 'interrupted'
    if (settings.bail > 0 && found.size >= settings.bail) return 'enough'
    return this.#left() <= 0 ? 'time' : null
  }

  async #end(): Promise<Result> {
    const { bail, executions } = this.#context.settings
    const cut = this.#isCut ?? (executions === undefined ? 'problem' : 'executions')
    const exploration = this.#exploration
    const explored = exploration ? await exploration.end() : null
    const missing = explored
      ? unexplored({
          phases: this.#phases,
          executions: exploration?.run.executionsByPhase ?? {},
          faults: explored.faults,
          cut,
          bail,
        })
      : this.#phases.map(({ name }) => notChecked(name, 'uncontrollable', bail))
    // A race that had no time left for a round says nothing, and takes nothing from what was found before.
    const isRaced = this.#racing.hasBegun || !explored
    if (!isRaced) missing.push(notChecked(raceName, cut, bail))
    const raced = isRaced ? this.#racing.result() : null
    return {
      ...(explored && raced ? combine(explored, raced) : ((explored ?? raced) as Result)),
      command: 'check',
      elapsedMs: Math.round(this.#elapsed()),
      ...(missing.length > 0 && { notChecked: missing }),
    }
  }

  /** The progress of each is told as that of the whole. */
  #hooksOf(who: 'exploring' | 'racing'): RunHooks {
    const { onProgress, ...rest } = this.#context.hooks
    const tell = (progress: Progress) => {
      this.#executions[who] = progress.executions
      const { exploring, racing } = this.#executions
      const violations = this.#racing.violations.length + (this.#exploration?.run.signatures.size ?? 0)
      onProgress?.({ ...progress, executions: exploring + racing, violations })
    }
    return { ...rest, ...(onProgress && { onProgress: tell }) }
  }

  #elapsed(): number {
    return performance.now() - this.#context.started
  }

  #left(): number {
    return this.#context.settings.maxTimeMillis - this.#elapsed()
  }
}
