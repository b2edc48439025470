import fc from 'fast-check'
import type { HarnessFault } from '../../model/errors.ts'
import type { Result } from '../../model/result.ts'
import type { RunHooks, Settings } from '../../model/settings.ts'
import type { OracleName } from '../../model/verdict.ts'
import type { Workload } from '../../model/workload.ts'
import { judge, selectOracles, type Judgement } from '../../oracles/index.ts'
import type { Pool } from '../../processes/pool.ts'
import { workloads, type WorkloadShape } from '../../workload/arbitrary.ts'
import { primaryFinding, signatureOf, Tally } from '../tally.ts'
import { RaceTally } from './figures.ts'
import { Lead } from './lead.ts'
import { pursue } from './pursue.ts'
import { runRound } from './round.ts'

const workloadsPerBatch = 16
/** A round takes milliseconds; this only tells a hanging process from a busy machine. */
const stallMillis = 20_000

/** One race from its first round to its result. */
export class RaceRun {
  readonly #tally: Tally
  readonly #figures = new RaceTally()
  readonly #lead = new Lead()
  readonly #pool: Pool
  readonly #settings: Settings
  readonly #hooks: RunHooks
  readonly #started: number
  readonly #shape: WorkloadShape
  readonly #oracles: readonly OracleName[]
  /** Rounds of every phase; those of shrinking say nothing of how well the race overlaps. */
  #executions = 0
  #acknowledged = 0
  #firstRejection = ''

  constructor(pool: Pool, settings: Settings, hooks: RunHooks, started: number) {
    this.#pool = pool
    this.#settings = settings
    this.#hooks = hooks
    this.#started = started
    this.#shape = { ...settings, operations: pool.facts.operations }
    this.#oracles = selectOracles(settings.oracle ?? pool.facts.oracles)
    this.#tally = new Tally(this.#oracles)
  }

  async untilEnd(): Promise<void> {
    const { seed, bail } = this.#settings
    for (let batch = 0; !this.#spent(); batch += 1) {
      for (const workload of fc.sample(workloads(this.#shape), {
        seed: seed + batch,
        numRuns: workloadsPerBatch,
      })) {
        if (this.#spent()) return
        const found = primaryFinding(await this.#play(workload, 'racing'))
        if (!found || this.#tally.knows(signatureOf(found.oracle, found.finding))) continue
        this.#tally.firstViolation ??= { execution: this.#executions, elapsedMs: Math.round(this.#elapsed()) }
        const violation = await pursue(found, workload, {
          shape: this.#shape,
          play: (candidate) => this.#play(candidate, 'shrinking'),
          leftMillis: this.#left(),
        })
        this.#tally.violations.push(violation)
        if (bail > 0 && this.#tally.violations.length >= bail) return
      }
    }
  }

  /** Keeps what went wrong with a process as a reason not to trust the rest. */
  note(fault: HarnessFault): void {
    this.#tally.problems.push({ process: fault.process, message: fault.message, stderr: fault.stderr })
  }

  result(): Result {
    if (this.#executions > 0 && this.#acknowledged === 0) {
      const message = `no call was ever acknowledged, so nothing was checked; the first failed with: ${this.#firstRejection}`
      this.#tally.problems.push({ process: this.#pool.facts.name, message, stderr: '' })
    }
    const { seed, shard } = this.#settings
    return {
      version: 1,
      command: 'race',
      target: this.#pool.facts.name,
      verdict: this.#tally.verdict(),
      seed,
      shard: `${shard.index}/${shard.count}`,
      node: process.version,
      elapsedMs: Math.round(this.#elapsed()),
      executions: this.#executions,
      steps: 0,
      exhausted: [],
      oracles: this.#tally.oracles,
      firstViolation: this.#tally.firstViolation,
      violations: this.#tally.violations,
      race: this.#figures.figures(),
      faults: {},
      escapes: [],
      problems: this.#tally.problems,
    }
  }

  /** One round, counted and judged. */
  async #play(workload: Workload, phase: string): Promise<readonly Judgement[]> {
    this.#executions += 1
    const round = await runRound(this.#pool, {
      workload,
      ordinal: this.#executions,
      stallMillis,
      leadMicros: this.#lead.micros,
    })
    this.#lead.learn(round.latenessMicros)
    if (this.#settings.isolate) await this.#pool.retire()
    if (phase === 'racing') this.#figures.add(round)
    for (const call of round.record.calls) {
      if (call.outcome === 'acknowledged') this.#acknowledged += 1
      else this.#firstRejection ||= call.error ?? 'an error without a message'
    }
    const judgements = judge(round.record, this.#oracles)
    this.#tally.add(judgements)
    this.#hooks.onProgress?.({
      executions: this.#executions,
      elapsedMillis: this.#elapsed(),
      leftMillis: Math.max(0, this.#left()),
      violations: this.#tally.violations.length,
      phase,
      overlap: this.#figures.overlappingRounds / this.#figures.rounds,
    })
    return judgements
  }

  #spent(): boolean {
    const { executions = Infinity } = this.#settings
    return this.#hooks.signal?.aborted === true || this.#executions >= executions || this.#left() <= 0
  }

  #elapsed(): number {
    return performance.now() - this.#started
  }

  #left(): number {
    return this.#settings.maxTimeMillis - this.#elapsed()
  }
}
