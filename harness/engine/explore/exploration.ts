import { formatDuration } from '../../model/duration.ts'
import { HarnessError } from '../../model/errors.ts'
import type { Phase } from '../../model/phase.ts'
import type { Result } from '../../model/result.ts'
import type { RunHooks, Settings } from '../../model/settings.ts'
import { askedOracles, selectOracles } from '../../oracles/index.ts'
import { ControllerProcess } from '../../processes/controller-process.ts'
import { pins, type Pin } from '../../processes/cores.ts'
import type { Pool } from '../../processes/pool.ts'
import type { ExploreOrder, News } from '../../protocol/controller-messages.ts'
import { overtime } from '../../model/overtime.ts'
import { exploreOrder } from './explore-order.ts'
import { ExploreRun } from './explore-run.ts'

export interface ExplorationOptions {
  /** Path of the target module. */
  readonly target: string
  readonly settings: Settings
  readonly hooks: RunHooks
  /** When the run began, by `performance.now()`. */
  readonly started: number
  readonly phases: readonly Phase[]
  /** Be over once all that can be searched was, on every core, and each phase has had its share of samples. */
  readonly endsEarly?: boolean
  /** How many controllers at most; default: one a core. */
  readonly cores?: number | undefined
  /** How long each counterexample may be made smaller. */
  readonly mostShrinkMillis?: number | undefined
  /** Of a search that an earlier call had begun. */
  readonly resumed?: Pick<ExploreOrder, 'searchSeed' | 'searched'> | null | undefined
}

/** To start a controller and its writers takes as long as some dozens of executions: for fewer it is not worth it. */
const leastExecutions = 50
/** So long the first controller has the run to itself, where its executions are slow. */
const mostAloneMillis = 2_000

/**
 * One run's controllers, one a core, from their start to their result. They go on from slice to slice of the run's
 * time, and rest in between, so that something else has the cores to itself.
 *
 * The first controller starts alone. The others follow once it has carried out some dozens of executions without a
 * violation: most broken writers show themselves before, and then nobody waits for processes that nobody needs.
 */
export class Exploration {
  readonly run: ExploreRun
  readonly #pool: Pool
  readonly #options: ExplorationOptions
  /** One entry for each controller; null before the first slice. */
  #cores: readonly Pin[] | null = null
  /** By core, those that have started: none, the first, or all. */
  readonly #controllers: ControllerProcess[] = []
  #startedMillis = 0
  #untilMillis = 0
  /** By core, those that neither rest nor have ended. */
  readonly #busy = new Set<number>()
  /** Those that have not ended. */
  readonly #living = new Set<number>()
  readonly #satisfied = new Set<number>()
  #onQuiet: () => void = () => {}
  #isStopped = false

  constructor(pool: Pool, options: ExplorationOptions) {
    const { settings, hooks, started, target } = options
    this.#pool = pool
    this.#options = options
    this.run = new ExploreRun(pool.facts, settings, askedOracles(pool.facts, settings.oracle), {
      hooks,
      started,
      target,
    })
    this.run.onEnough = () => this.stop()
    hooks.signal?.addEventListener('abort', () => this.stop(), { once: true })
  }

  /** Nothing is left to explore, or it was told to stop. */
  get isOver(): boolean {
    return this.#isStopped || (this.#areAllStarted && this.#living.size === 0)
  }

  /** All that can be searched was, on every core, and each phase has had its share of samples. */
  get isSatisfied(): boolean {
    return this.#areAllStarted && this.#satisfied.size === this.#controllers.length
  }

  get #areAllStarted(): boolean {
    return this.#cores !== null && this.#controllers.length === this.#cores.length
  }

  /**
   * Explores until so much of the run's time has passed; resolves when every controller rests or has ended.
   *
   * @param untilMillis since the run began
   */
  async goOnUntil(untilMillis: number): Promise<void> {
    if (this.isOver) return
    const quiet = new Promise<void>((resolve) => (this.#onQuiet = resolve))
    this.#untilMillis = untilMillis
    for (const core of this.#living) {
      this.#controllers[core]?.goOn(untilMillis)
      this.#busy.add(core)
    }
    if (this.#cores === null) this.#startFirst()
    else if (this.#living.size === 0) this.#startOthers()
    await this.#withinOvertime(quiet)
  }

  /** Whoever is not through by the end of the budget is told to come to an end, and at last is ended. */
  async #withinOvertime(quiet: Promise<void>): Promise<void> {
    const { settings, started, mostShrinkMillis = 0 } = this.#options
    const leftMillis = settings.maxTimeMillis + mostShrinkMillis - (performance.now() - started)
    const timers = [
      timeout(() => this.stop(), leftMillis + overtime.repeatMillis),
      timeout(() => this.#giveUp(), leftMillis + overtime.mostMillis),
    ]
    await quiet
    timers.forEach(clearTimeout)
  }

  #giveUp(): void {
    const message = `a controller had not come to its end ${formatDuration(overtime.mostMillis)} after the budget, and was stopped; what it had not told yet is lost; run this with less beside it, or raise --max-time`
    for (const core of this.#living) {
      this.run.note(new HarnessError(message, { process: 'controller' }))
      this.#controllers[core]?.kill()
    }
  }

  #kill(): void {
    this.#controllers.forEach((controller) => controller.kill())
  }

  /** Asks for an early end; what was found so far is still told. */
  stop(): void {
    this.#isStopped = true
    this.#controllers.forEach((controller) => controller.stop())
  }

  /** Ends what is left, and sums up. */
  async end(): Promise<Result> {
    if (this.#living.size > 0) this.stop()
    const ended = await Promise.allSettled(this.#controllers.map((controller) => controller.ended))
    this.#kill()
    for (const outcome of ended) {
      if (outcome.status === 'fulfilled') continue
      if (!(outcome.reason instanceof HarnessError)) throw outcome.reason
      this.run.note(outcome.reason)
    }
    return this.run.result()
  }

  #startFirst(): void {
    const { cores: mostCores = Infinity, settings } = this.#options
    const worthwhile = Math.floor((settings.executions ?? Infinity) / leastExecutions)
    this.#cores = pins(this.#pool.idleBefore).slice(0, Math.max(1, Math.min(mostCores, worthwhile)))
    this.#startedMillis = performance.now()
    this.#start(0)
  }

  #startOthers(): void {
    if (this.#isStopped) return
    const { length } = this.#cores ?? []
    for (let core = this.#controllers.length; core < length; core += 1) this.#start(core)
  }

  #start(core: number): void {
    this.#busy.add(core)
    this.#living.add(core)
    const controller = new ControllerProcess({
      pin: this.#cores?.[core] ?? [],
      privilege: this.#pool.privilege,
      guard: this.#pool.guard,
      order: this.#orderOf(core),
      onNews: (news) => this.#take(news, core),
    })
    this.#controllers.push(controller)
    const isGone = () => {
      this.#living.delete(core)
      this.#isQuiet(core)
    }
    controller.ended.then(isGone, isGone)
  }

  #orderOf(core: number): ExploreOrder {
    const { target, settings, hooks, phases, mostShrinkMillis, resumed, started } = this.#options
    const oracles = selectOracles(this.#pool.facts, settings.oracle)
    return {
      ...exploreOrder(this.#pool, { target, settings, oracles, started }),
      name: `core-${core}`,
      phases,
      untilMillis: this.#untilMillis,
      known: hooks.known ?? [],
      mostShrinkMillis,
      searchSeed: resumed?.searchSeed ?? settings.seed,
      searched: resumed?.searched ?? [],
      share: shareOf(settings.shard, core, this.#cores?.length ?? 1),
    }
  }

  #take(news: News, core: number): void {
    if (news.type === 'resting') this.#isQuiet(core)
    if (news.type === 'satisfied') this.#satisfied.add(core)
    this.run.take(news, core)
    if (!this.#areAllStarted && this.#isWorthMore(news)) this.#startOthers()
    if (this.#options.endsEarly && this.isSatisfied && !this.#isStopped) this.stop()
  }

  /** Whether the first controller has come so far that the others would not be too many. */
  #isWorthMore(news: News): boolean {
    if (this.run.isAboutToHaveEnough) return false
    if (news.type === 'satisfied') return true
    if (news.type !== 'progress') return false
    return news.executions >= leastExecutions || performance.now() - this.#startedMillis >= mostAloneMillis
  }

  get #isTimeUp(): boolean {
    return performance.now() - this.#options.started >= this.#options.settings.maxTimeMillis
  }

  #isQuiet(core: number): void {
    this.#busy.delete(core)
    // The first one's share is done, and the others' is not.
    if (this.#living.size === 0 && !this.#isTimeUp) this.#startOthers()
    if (this.#busy.size === 0) this.#onQuiet()
  }
}

/** A longer one would be over at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestTimeoutMillis = 2 ** 31 - 1

function timeout(callback: () => void, millis: number): NodeJS.Timeout {
  return setTimeout(callback, Math.min(millis, longestTimeoutMillis))
}

/**
 * A controller's share of the executions. Shards deal them out first, and a machine's controllers what it got:
 * together they leave none out and do none twice, however many cores each machine has.
 */
export function shareOf(
  { index, count }: Settings['shard'],
  core: number,
  cores: number,
): { readonly index: number; readonly of: number } {
  return { index: index - 1 + count * core, of: count * cores }
}
