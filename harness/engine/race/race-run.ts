import { formatDuration } from '../../model/duration.ts'
import { leastOverlappingRounds } from '../../model/little-checked.ts'
import { sharesFile } from '../../model/target.ts'
import type { HarnessError } from '../../model/errors.ts'
import { problem, problemFrom } from '../../model/problem.ts'
import type { Result, Violation } from '../../model/result.ts'
import type { RunHooks, Settings } from '../../model/settings.ts'
import type { Judgement, OracleName } from '../../model/verdict.ts'
import { writerLabel, type Workload } from '../../model/workload.ts'
import {
  askedOracles,
  judge,
  selectOracles,
  unaskedOracles,
  withoutAccusations,
} from '../../oracles/index.ts'
import type { Pool } from '../../processes/pool.ts'
import type { WorkloadShape } from '../../workload/arbitrary.ts'
import { overtime } from '../../model/overtime.ts'
import { addedUp, noRejections, rejectionsIn } from '../../model/rejections.ts'
import { newFinding, seenOf, signatureOf, Tally, type NamedFinding } from '../../model/tally.ts'
import { neverAcknowledged, unseen } from '../unseen.ts'
import { targetPath } from '../target-path.ts'
import { RaceTally } from './figures.ts'
import { Lead } from './lead.ts'
import type { Limits } from '../limits.ts'
import { pursue } from './pursue.ts'
import { runRound } from './round.ts'
import { roundsOf, type PlannedRound } from './rounds.ts'
import { seekUnderControl, type SoughtUnderControl } from './under-control.ts'

/** What a race has found is worth some time under control, even where the budget is spent; with that, it is bounded. */
const leastSeekMillis = 8_000
const mostSeekMillis = 15_000

/** So many rounds are a race's share of a run that has searched all that it could. */
const enoughRounds = 200
/** Within less, nothing could even begin. */
const leastLimitMillis = 1_000

export interface RaceContext {
  /** Path of the target module. */
  readonly target: string
  readonly settings: Settings
  readonly hooks: RunHooks
  readonly limits: Limits
  /** When the run began, by `performance.now()`. */
  readonly started: number
}

/** What a store holds altogether is told again and again: its documents are short. */
const mostPayloadBytesOfValues = 16 * 1024

function valueSizes({ specification }: Pool['facts']): Partial<WorkloadShape> {
  return specification ? { maxPayloadBytes: mostPayloadBytesOfValues } : {}
}

/** One race from its first round to its result. */
export class RaceRun {
  readonly #tally: Tally
  readonly #figures: RaceTally
  readonly #lead = new Lead()
  readonly #pool: Pool
  readonly #target: string
  readonly #settings: Settings
  readonly #hooks: RunHooks
  readonly #limits: Limits
  readonly #started: number
  readonly #shape: WorkloadShape
  readonly #rounds: ReturnType<typeof roundsOf>
  /** Nothing is left to race, or enough was found. */
  isOver = false
  readonly #oracles: readonly OracleName[]
  /** Rounds of every phase; those of shrinking say nothing of how well the race overlaps. */
  #executions = 0
  /** What seeking under control has carried out. */
  readonly #controlled = { executions: 0, steps: 0 }
  #acknowledged = 0
  #rejections = noRejections
  /** Whether any session file was ever there. */
  #sawFile = false
  /** Whether anything at all was ever there. */
  #sawAnything = false

  constructor(pool: Pool, { target, settings, hooks, limits, started }: RaceContext) {
    this.#pool = pool
    this.#target = target
    this.#settings = settings
    this.#hooks = hooks
    this.#limits = limits
    this.#started = started
    const { operations, overlap } = pool.facts
    this.#shape = {
      ...settings,
      operations,
      overlap,
      sharesFile: sharesFile(pool.facts),
      ...valueSizes(pool.facts),
    }
    this.#figures = new RaceTally(settings.writers === 1)
    this.#rounds = roundsOf(this.#shape, settings, pool.facts)
    this.#oracles = selectOracles(pool.facts, settings.oracle)
    this.#tally = new Tally(askedOracles(pool.facts, settings.oracle))
  }

  /**
   * Races until so much of the run's time has passed, from where it was before.
   *
   * @param untilMillis since the run began
   * @param isEnough asked before each round: there is no need to go on
   * @throws HarnessError when a process crashes, hangs or leaks, or a call never settles: the race is over.
   */
  async goOnUntil(untilMillis: number, isEnough: () => boolean = () => false): Promise<void> {
    const { executions = Infinity } = this.#settings
    const isPast = () => this.#elapsed() >= untilMillis || this.#hooks.signal?.aborted === true
    while (!this.isOver && !isPast() && !isEnough()) {
      const { number, workload, isFresh } = this.#rounds.next().value as PlannedRound
      if (number >= executions) {
        this.isOver = true
        return
      }
      const found = newFinding(await this.#play(workload, isFresh, 'racing'), this.#known())
      if (!found) continue
      this.#tally.firstViolation ??= { execution: number + 1, elapsedMs: Math.round(this.#elapsed()) }
      await this.#pursue(found, { number, workload, isFresh })
    }
  }

  /** Seeks what was found under control, where it has a schedule; else it is made smaller by racing on. */
  async #pursue(found: NamedFinding, { workload, isFresh }: PlannedRound): Promise<void> {
    const sought = this.#pool.facts.controllable ? await this.#seek(found, workload, isFresh) : null
    if (sought?.violation) {
      this.#keep(sought.violation)
      return
    }
    const { violation, broken } = await pursue(found, workload, {
      shape: this.#shape,
      isFresh,
      play: (candidate, anew) => this.#play(candidate, anew, 'shrinking'),
      leftMillis: this.#left(),
    })
    this.#keep(sought ? { ...violation, withoutSchedule: sought.why } : violation)
    if (broken) throw broken.error
  }

  #keep(violation: Violation): void {
    const { bail } = this.#settings
    this.#tally.violations.push(violation)
    this.isOver = bail > 0 && this.#tally.violations.length >= bail
  }

  async #seek(found: NamedFinding, workload: Workload, isFresh: boolean): Promise<SoughtUnderControl> {
    const { isolate } = this.#settings
    const sought = await seekUnderControl(this.#pool, {
      target: this.#target,
      settings: { ...this.#settings, isolate: isolate || isFresh },
      hooks: {
        signal: this.#hooks.signal,
        onProgress: ({ executions, phase }) => this.#showProgress(phase, this.#executions + executions),
      },
      oracles: this.#oracles,
      sought: { workload, signature: signatureOf(found.oracle, found.finding) },
      name: `seeking-${this.#tally.violations.length}`,
      limitMillis: Math.min(mostSeekMillis, Math.max(leastSeekMillis, this.#left())),
    })
    this.#controlled.executions += sought.executions
    this.#controlled.steps += sought.steps
    return sought
  }

  /** So many rounds overlapped as tell something of a writer. */
  get hasHadItsShare(): boolean {
    const { rounds, overlappingRounds, isAlone = false } = this.#figures.figures()
    return rounds >= enoughRounds && (isAlone || overlappingRounds >= leastOverlappingRounds)
  }

  /** A round has begun, and so there is something to tell. */
  get hasBegun(): boolean {
    return this.#executions > 0
  }

  get violations(): readonly Violation[] {
    return this.#tally.violations
  }

  /** Keeps what went wrong with a process as a reason not to trust the rest. */
  note(fault: HarnessError): void {
    this.isOver = true
    this.#tally.problems.push(problemFrom(fault))
  }

  result(): Result {
    const nothing = this.#tally.problems.length === 0 ? this.#whyNothingWasChecked() : null
    if (nothing !== null) {
      const kind = this.#executions === 0 ? 'no-time' : 'failed'
      this.#tally.problems.push(problem(this.#pool.facts.name, nothing, { kind }))
    }
    const { seed, shard } = this.#settings
    const { specification } = this.#pool.facts
    return {
      version: 1,
      command: 'race',
      target: this.#pool.facts.name,
      targetPath: targetPath(this.#target),
      ...(specification && { specification: specification.name }),
      seed,
      shard: `${shard.index}/${shard.count}`,
      node: process.version,
      control: 'none',
      elapsedMs: Math.round(this.#elapsed()),
      executions: this.#executions + this.#controlled.executions,
      steps: this.#controlled.steps,
      exhausted: [],
      oracles: this.#tally.oracles,
      ...unaskedOracles(this.#pool.facts, this.#settings.oracle),
      ...seenOf(this.#tally.seen),
      race: { ...this.#figures.figures(), executions: this.#executions },
      faults: {},
      rejections: this.#rejections,
      ...(this.#isEmptyShard() && { emptyShard: true as const }),
      escapes: [],
      ...this.#tally.conclusion(),
    }
  }

  /** Whether there are fewer rounds than shards, and none of them is this one's. */
  #isEmptyShard(): boolean {
    return this.#settings.shard.count > 1 && this.#executions === 0 && this.isOver
  }

  #whyNothingWasChecked(): string | null {
    if (this.#hooks.signal?.aborted || this.#isEmptyShard()) return null
    if (this.#executions === 0) {
      return `the budget of ${formatDuration(this.#settings.maxTimeMillis)} was spent before anything was checked`
    }
    if (this.#acknowledged === 0) {
      return neverAcknowledged(this.#rejections.first)
    }
    const { verdict } = this.#tally.conclusion()
    if (!this.#sawFile && verdict !== 'violated') return unseen.file
    if (verdict !== 'inconclusive') return null
    return 'none of the oracles asked for applied to any round, so nothing was checked'
  }

  /** One round, counted and judged. */
  async #play(workload: Workload, isFresh: boolean, phase: string): Promise<readonly Judgement[]> {
    this.#executions += 1
    const { isolate } = this.#settings
    if (isolate) await this.#pool.retire()
    else if (isFresh) await this.#pool.retire(workload.writers.map((_, index) => writerLabel(index + 1)))
    const round = await runRound(this.#pool, {
      workload,
      ordinal: this.#executions,
      limits: this.#limitsNow(),
      leadMicros: this.#lead.micros,
    })
    this.#lead.learn(round.latenessMicros)
    if (phase === 'racing') this.#figures.add(round)
    this.#acknowledged += round.record.calls.filter(({ outcome }) => outcome === 'acknowledged').length
    if (phase === 'racing') this.#rejections = addedUp([this.#rejections, rejectionsIn(round.record)])
    const { finals, reads, entries } = round.record
    const contents = [...Object.values(finals), ...reads.map(({ content }) => content)]
    this.#sawFile ||= contents.some(({ kind }) => kind !== 'missing')
    this.#sawAnything ||= this.#sawFile || entries.length > 0
    const judged = judge(round.record, this.#oracles)
    const judgements = this.#sawAnything ? judged : withoutAccusations(judged)
    this.#tally.add(judgements)
    if (phase === 'racing') this.#tally.count(judgements)
    this.#showProgress(phase, this.#executions)
    return judgements
  }

  #showProgress(phase: string, executions: number): void {
    this.#hooks.onProgress?.({
      executions,
      elapsedMillis: this.#elapsed(),
      leftMillis: Math.max(0, this.#left()),
      violations: this.#tally.violations.length,
      phase,
      overlap: this.#figures.overlappingRounds / this.#figures.rounds,
    })
  }

  /** A round that hangs is over before the time is that is left to tell what was found. */
  #limitsNow(): Limits {
    const { prepareMillis, stallMillis, ...limits } = this.#limits
    const most = Math.max(leastLimitMillis, this.#left() + overtime.mostMillis)
    return {
      ...limits,
      prepareMillis: Math.min(prepareMillis, most),
      stallMillis: Math.min(stallMillis, most),
    }
  }

  #known(): ReadonlySet<string> {
    return new Set([...(this.#hooks.known ?? []), ...this.#tally.signatures])
  }

  #elapsed(): number {
    return performance.now() - this.#started
  }

  #left(): number {
    return this.#settings.maxTimeMillis - this.#elapsed()
  }
}
