import type { Counterexample } from '../../model/counterexample.ts'
import { HarnessFault } from '../../model/errors.ts'
import { seedOf } from '../../model/seed.ts'
import { scheduleOf } from '../../model/step-log.ts'
import type { Workload } from '../../model/workload.ts'
import { WriterGone } from '../../processes/controlled-writer.ts'
import type { ExploreOrder, News } from '../../protocol/controller-messages.ts'
import { samplingStrategy } from '../../strategies/index.ts'
import { newFinding, signatureOf, Tally } from '../tally.ts'
import { judge } from '../../oracles/index.ts'
import type { Execution } from '../execute/execute.ts'
import { confirm } from './confirm.ts'
import { assertDeterministic } from './determinism.ts'
import { Heartbeat } from './heartbeat.ts'
import { Stage } from './stage.ts'
import { SampledWorkloads } from './sampled-workload.ts'

/** Steps of a call that writes a temporary file and renames it, about: what PCT spreads its change points over. */
const stepsPerCall = 6
/** A target that crashes or hangs will do so again: so many times are enough to say so. */
const mostProblems = 3
/** One execution of so many is carried out twice. */
const determinismEvery = 64
/** A list of everything uncontrolled in a long run helps nobody. */
const mostNamed = 20

/** Explores this controller's share of the executions until the budget ends or it is told to stop. */
export async function exploreShare(
  order: ExploreOrder,
  tell: (news: News) => void,
  stop: AbortSignal,
): Promise<void> {
  const share = new Share(order, tell, stop)
  try {
    await share.explore()
  } finally {
    await share.end()
  }
}

class Share {
  readonly #order: ExploreOrder
  readonly #tell: (news: News) => void
  readonly #stop: AbortSignal
  readonly #stage: Stage
  readonly #heartbeat: Heartbeat
  readonly #workloads: SampledWorkloads
  readonly #tally: Tally
  #acknowledged = 0
  #firstRejection = ''
  readonly #known = new Set<string>()
  readonly #beyondControl = new Set<string>()

  constructor(order: ExploreOrder, tell: (news: News) => void, stop: AbortSignal) {
    this.#order = order
    this.#tell = tell
    this.#stop = stop
    this.#heartbeat = new Heartbeat(tell)
    const { samePid } = order.settings
    this.#stage = new Stage({ ...order, samePid }, tell, () => this.#heartbeat.beat())
    this.#workloads = new SampledWorkloads(
      { ...order.settings, operations: order.facts.operations },
      order.settings.seed,
    )
    this.#tally = new Tally(order.oracles)
  }

  async explore(): Promise<void> {
    const { index, of } = this.#order.share
    const { executions = Infinity } = this.#order.settings
    for (let number = index; number < executions && !this.#spent(); number += of) {
      try {
        await this.#explore(number)
      } catch (error) {
        await this.#keepProblem(error)
        const hangs = error instanceof WriterGone && error.isHanging
        if (hangs || this.#tally.problems.length >= mostProblems) return
      }
      await this.#heartbeat.yield()
    }
  }

  async end(): Promise<void> {
    await this.#stage.close()
    const { executions, steps } = this.#heartbeat
    this.#tell({
      type: 'explored',
      executions,
      steps,
      oracles: this.#tally.oracles,
      acknowledged: this.#acknowledged,
      firstRejection: this.#firstRejection,
    })
  }

  async #explore(number: number): Promise<void> {
    const { seed, strategy, samePid, isolate } = this.#order.settings
    const workload = this.#workloads.of(number)
    const executionSeed = seedOf(seed, number)
    const name = strategy === 'exhaustive' ? 'portfolio' : strategy
    const scheduler = samplingStrategy(name, number).begin(executionSeed, expectedSteps(workload))
    if (isolate) await this.#stage.refresh()
    const execution = this.#stage.perform({ workload, scheduler, seed: executionSeed })
    this.#heartbeat.count(execution)
    if (execution.stuck !== null) throw new HarnessFault(execution.stuck, { process: 'w1' })
    this.#noteBeyondControl(execution)

    const { record } = execution
    const recorded = () => {
      const steps = execution.log()
      return {
        workload,
        schedule: scheduleOf(steps),
        steps,
        seed: executionSeed,
        samePid,
        files: record.files,
      }
    }
    for (const { outcome, error = '' } of record.calls) {
      if (outcome === 'acknowledged') this.#acknowledged += 1
      else this.#firstRejection ||= error
    }
    const judgements = judge(record, this.#order.oracles)
    const found = newFinding(judgements, this.#known)
    if (found) {
      await this.#pursue({ ...recorded(), ...found }, number)
    } else if (number % determinismEvery < this.#order.share.of) {
      await assertDeterministic(recorded(), this.#stage)
    }
    this.#tally.add(judgements)
  }

  /** @throws HarnessFault when fresh processes do not show it. */
  async #pursue(counterexample: Counterexample, number: number): Promise<void> {
    const { oracle, finding } = counterexample
    const elapsedMillis = this.#elapsed()
    this.#heartbeat.phase = 'confirming'
    const reproduced = await confirm(counterexample, this.#stage, this.#stop)
    this.#heartbeat.phase = 'exploring'
    if (reproduced.times === 0) {
      const message = `a violation of ${oracle} was not seen again in fresh processes, so it may stem from what the target keeps between executions; try --isolate (${finding.message})`
      throw new HarnessFault(message, { process: 'w1' })
    }
    const signature = signatureOf(oracle, finding)
    this.#known.add(signature)
    this.#tell({
      type: 'violation',
      counterexample,
      execution: number + 1,
      elapsedMillis,
      reproduced,
      minimal: false,
      signature,
    })
  }

  /** What no schedule decides makes every `holds` worth nothing. */
  #noteBeyondControl({ uncontrolled, escapes }: Execution): void {
    const news = [...uncontrolled, ...escapes].filter((what) => !this.#beyondControl.has(what))
    if (news.length === 0 || this.#beyondControl.size >= mostNamed) return
    for (const what of news) this.#beyondControl.add(what)
    this.#tell({ type: 'escapes', escapes: news })
  }

  async #keepProblem(error: unknown): Promise<void> {
    const fault = error instanceof WriterGone ? await error.writer.obituary(error.silentMillis) : error
    if (!(fault instanceof HarnessFault)) throw error
    // A writer that went while the run was stopped had no time to come back.
    if (error instanceof WriterGone && this.#stop.aborted) return
    const { process, message, stderr } = fault
    const problem = { process, message, stderr }
    if (!this.#tally.problems.some((known) => known.message === message))
      this.#tell({ type: 'problem', problem })
    this.#tally.problems.push(problem)
  }

  #spent(): boolean {
    return this.#stop.aborted || this.#elapsed() >= this.#order.settings.maxTimeMillis
  }

  #elapsed(): number {
    return performance.timeOrigin + performance.now() - this.#order.startedAtMillis
  }
}

function expectedSteps(workload: Workload): number {
  return stepsPerCall * workload.writers.flat().length
}
