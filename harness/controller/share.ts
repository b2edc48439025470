import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Counterexample } from '../model/counterexample.ts'
import { HarnessError, NotRepeated } from '../model/errors.ts'
import { describeFault } from '../model/fault.ts'
import type { Phase } from '../model/phase.ts'
import { scheduleOf } from '../model/step-log.ts'
import type { OracleName } from '../model/verdict.ts'
import type { ExploreOrder, News } from '../protocol/controller-messages.ts'
import { isTold } from '../model/problem.ts'
import type { Problem } from '../model/result.ts'
import { overtime } from '../model/overtime.ts'
import { AllBut, isInnocent, newFinding, signatureOf, type Known } from '../model/tally.ts'
import { ProgramGone } from '../model/program.ts'
import { judge, withoutAccusations } from '../oracles/index.ts'
import type { Execution } from './execute/execution.ts'
import { reduce } from './counterexample/reduce.ts'
import { assertDeterministic } from './counterexample/determinism.ts'
import { Heartbeat } from './heartbeat.ts'
import { illustrate } from './counterexample/illustrate.ts'
import { PhaseShare } from './search/phase-share.ts'
import { keptBetween } from './counterexample/kept-between.ts'
import { problemOf, Stuck, withCourse } from './counterexample/problem-of.ts'
import { toldByImage, type PowerCut } from './power-cut/power-cuts.ts'
import type { Performed } from './search/power-losses.ts'
import { executorFor } from './executor-for.ts'
import type { Executor, ForetellRequest, Undecided } from './executor.ts'
import { assertAsForetold } from './foretelling/as-foretold.ts'
import type { Foretold } from './foretelling/foretold.ts'
import type { Losing, ExecutionPlan } from './execution-plan.ts'
import { Sums } from './sums.ts'

/** A list of everything uncontrolled in a long run helps nobody. */
const mostNamed = 20
/** Where nothing that a target does can be seen, so many executions are enough to say so. */
const mostUnseen = 3
/** So long the images of one execution are judged before others may have their turn. */
const partMillis = 100

/** A controller's share of the executions: carries them out, judges them, and tells what it finds. */
export class Share {
  readonly #order: ExploreOrder
  readonly #tell: (news: News) => void
  readonly #stop: AbortSignal
  readonly executor: Executor
  readonly #targetDir: string
  readonly heartbeat: Heartbeat
  readonly phases: readonly PhaseShare[]
  readonly #sums: Sums
  #hangs = false
  /** Whether the target was ever seen to ask for a step of the file system. */
  #sawFileStep = false
  /** Executions that could be judged, and those that could not, since something changed without a step. */
  #seen = 0
  #unseen = 0
  readonly #known: Known
  readonly #beyondControl = new Set<string>()
  /** Whether each execution has processes of its own: asked for, or found to be needed. */
  #isIsolated: boolean

  constructor(order: ExploreOrder, tell: (news: News) => void, stop: AbortSignal) {
    this.#order = order
    this.#known = order.sought ? new AllBut(order.sought.signature) : new Set(order.known)
    this.#tell = tell
    this.#stop = stop
    this.#targetDir = path.dirname(fileURLToPath(order.target))
    this.heartbeat = new Heartbeat(tell)
    const { samePid, isolate, predict } = order.settings
    this.#isIsolated = isolate
    this.executor = executorFor({ ...order, samePid, learns: predict, omitsTimes: true }, tell, () =>
      this.heartbeat.beat(),
    )
    this.#sums = new Sums(order.oracles)
    const { oracles, phases } = order
    const shared = { executor: this.executor, oracles }
    this.phases = phases.map((phase: Phase) => new PhaseShare(phase, shared))
  }

  /**
   * Carries out an execution. What a power loss would have left of it may be more than others can wait for: that is done
   * in parts, between which others may have their turn.
   *
   * What the target does wrong, or whatever else keeps an execution from its end, is told as a problem.
   *
   * @returns whether it came to its end
   */
  async *inParts(plan: ExecutionPlan): AsyncGenerator<undefined, boolean> {
    return yield* this.#losing(plan, await this.#guarded(plan, () => this.#carryOut(plan)))
  }

  /** Judges all that power losses would have left. @returns whether that came to its end */
  async *#losing(at: Pick<ExecutionPlan, 'phase' | 'seed'>, losing: Losing | null | 'failed') {
    const isIsolated = this.#isIsolated
    let left = losing
    while (left && left !== 'failed') {
      yield undefined
      // It was an execution of processes that kept something.
      if (this.#isIsolated !== isIsolated) return false
      const next: Losing = left
      left = await this.#guarded(at, () => this.#losePower(at.phase, next))
    }
    return left !== 'failed'
  }

  async #guarded<T>(
    { phase, seed }: Pick<ExecutionPlan, 'phase' | 'seed'>,
    work: () => Promise<T>,
  ): Promise<T | 'failed'> {
    try {
      return await work()
    } catch (error) {
      // What a crashed process has printed goes with it.
      const problem = await problemOf(error)
      const kept = this.#isIsolated ? null : await keptBetween(error, this.executor, seed)
      if (kept) return this.#goOnIsolated(kept)
      phase.problems += 1
      await this.#keepProblem(problem, error, seed)
      this.#hangs ||= error instanceof ProgramGone && error.isHanging
      return 'failed'
    } finally {
      await this.heartbeat.yield()
    }
  }

  /** What a target keeps between executions makes no two of them alike, and says nothing against it. */
  #goOnIsolated({ difference }: NotRepeated): 'failed' {
    this.#isIsolated = true
    // What was learned is of processes that kept something.
    this.executor.forget()
    const type = this.executor.keepsNothing ? 'not-repeated' : 'fresh-processes'
    this.#tell({ type, why: difference })
    return 'failed'
  }

  /** Whether each execution has processes of its own. */
  get isIsolated(): boolean {
    return this.#isIsolated
  }

  /** Whether a violation with this signature needs no pursuit any more. */
  knows(signature: string): boolean {
    return this.#known.has(signature)
  }

  /** True where there is no time left, or no point in going on. */
  get isOver(): boolean {
    return (
      this.#hangs ||
      (this.#unseen >= mostUnseen && this.#seen === 0) ||
      this.#stop.aborted ||
      this.#elapsed() >= this.#order.settings.maxTimeMillis ||
      this.phases.every(({ isHopeless }) => isHopeless)
    )
  }

  /** Whether so much of the run's time has passed. */
  isPast(millis: number): boolean {
    return this.#elapsed() >= millis
  }

  async end(): Promise<void> {
    const isThrough = !this.isOver
    await this.executor.close()
    const { executions, steps } = this.heartbeat
    this.#tell({
      type: 'explored',
      executions,
      steps,
      executionsByPhase: Object.fromEntries(
        this.phases.map(({ phase, executions: ofPhase }) => [phase.name, ofPhase]),
      ),
      ...this.#sums.told(this.phases),
      unfinished: this.phases.flatMap((phase) => phase.begun()),
      isThrough,
    })
  }

  /**
   * Judges what a power loss leaves after the last step of an execution that was foretold.
   *
   * @returns whether that came to its end
   */
  async *losePowerAt(
    phase: PhaseShare,
    execution: Execution,
    { workload, seed }: Undecided,
  ): AsyncGenerator<undefined, boolean> {
    if (!phase.losses) return true
    const isIsolated = this.#isIsolated
    const performed = { workload, seed, isThorough: true, isIsolated, from: execution.steps }
    const losing = { cuts: phase.losses.of(execution, performed), execution, performed }
    const first = await this.#guarded({ phase, seed }, () => this.#losePower(phase, losing))
    return yield* this.#losing({ phase, seed }, first)
  }

  /** An execution that nobody carries out. */
  foretell(request: ForetellRequest): Foretold {
    return this.executor.foretell(request)
  }

  /** An execution that was foretold, with what only the target's own code can tell. */
  judged(execution: Execution): Execution {
    return { ...execution, record: this.executor.judged(execution.record) }
  }

  /** Takes in one that was foretold, and `judged`: true where it has to be carried out, since something is wrong. */
  takeIn(phase: PhaseShare, { record, stuck, isLockedOut }: Execution): boolean {
    const isStuck = stuck !== null && !isLockedOut
    if ((isStuck && !record.left) || record.unseen) return true
    const judgements = judge(record, this.#order.oracles)
    if (newFinding(judgements, this.#known)) return true
    if (isStuck && isInnocent(judgements)) return true
    this.#sums.predicted.executions += 1
    this.#sums.add(phase, record)
    this.#sums.judged(judgements)
    return false
  }

  /** One that was foretold was carried out, and has come to the same. */
  countCheck(): void {
    this.#sums.predicted.checked += 1
  }

  async #carryOut({
    phase,
    isChecked,
    isThorough = false,
    onExecution,
    asForetold,
    ...planned
  }: ExecutionPlan): Promise<Losing | null> {
    const { samePid } = this.#order.settings
    const performance = { ...planned, recordsDisk: phase.losses !== null }
    const { workload, seed } = performance
    if (this.#isIsolated) await this.executor.refresh()
    const execution = this.executor.perform(performance)
    this.heartbeat.count(execution)
    if (asForetold) assertAsForetold(asForetold, execution)
    onExecution?.(execution)
    phase.executions += 1
    const { record } = execution
    const stuck = execution.isLockedOut ? null : execution.stuck
    // What a crash or a writer at its end has left is there to be judged, though somebody waits for ever.
    const recorded = () => {
      const steps = execution.log()
      return { workload, schedule: scheduleOf(steps), steps, seed, samePid, files: record.files }
    }
    // What a writer waits for may be just that.
    this.#noteBeyondControl(execution)
    if (stuck !== null && !record.restart && !record.left) throw new Stuck(stuck, recorded())
    this.#sawFileStep ||= execution.asksForFiles
    if (record.unseen) {
      this.#unseen += 1
      return null
    }
    this.#seen += 1
    this.#sums.add(phase, record)
    const judged = judge(record, this.#order.oracles)
    const judgements = this.#sawFileStep ? judged : withoutAccusations(judged)
    this.#sums.tally.count(judgements)
    const found = newFinding(judgements, this.#known)
    if (found) {
      await this.#pursue({ ...recorded(), ...found }, phase)
    } else if (stuck !== null && isInnocent(judgements)) {
      throw new Stuck(stuck, recorded())
    } else if (execution.stuck === null && isChecked) {
      await assertDeterministic(recorded(), this.executor)
    }
    this.#sums.tally.add(judgements)
    if (!phase.losses) return null
    const performed = { workload, seed, isThorough, isIsolated: this.#isIsolated }
    return this.#losePower(phase, { cuts: phase.losses.of(execution, performed), execution, performed })
  }

  /**
   * Judges what a power loss would have left of an execution, after one of its steps or after each.
   *
   * @returns what is left to be judged; null where nothing is
   */
  async #losePower(phase: PhaseShare, losing: Losing): Promise<Losing | null> {
    const { cuts, execution, performed } = losing
    const started = performance.now()
    for (let next = cuts.next(); !next.done; next = cuts.next()) {
      const { cut, judgements } = next.value
      phase.faults.addPowerLoss(cut.record.faults.at(-1)?.op ?? '')
      this.heartbeat.beat()
      if (!newFinding(judgements, this.#known)) {
        this.#sums.judged(judgements)
      } else {
        await this.#carryOutLoss(cut, performed, phase)
        // That was enough may be heard only now.
        await this.heartbeat.yield()
      }
      if (this.isOver) {
        phase.isCutShort = true
        break
      }
      if (performance.now() - started >= partMillis) return losing
    }
    if (execution.disk && execution.disk.unreadable !== null)
      this.#noteBeyondControl({ uncontrolled: [`reading back ${execution.disk.unreadable}`], escapes: [] })
    return null
  }

  /** The writers are gone, the image is the directory, and the application starts again. */
  async #carryOutLoss(cut: PowerCut, { workload, seed }: Performed, phase: PhaseShare): Promise<void> {
    const execution = this.executor.crash({ workload, seed, schedule: cut.schedule() })
    this.heartbeat.count(execution)
    const { record } = execution
    const judgements = judge(record, this.#order.oracles)
    this.#sums.tally.count(judgements)
    // What made it suspect comes first: that is what a smaller workload can be searched for cheaply.
    const told = toldByImage(this.#order.oracles)
    const isToldByImage = ({ oracle }: { oracle: OracleName }) => told.includes(oracle)
    const found =
      newFinding(judgements.filter(isToldByImage), this.#known) ?? newFinding(judgements, this.#known)
    if (found) {
      const steps = execution.log()
      const { samePid } = this.#order.settings
      const recorded = { workload, schedule: scheduleOf(steps), steps, seed, samePid, files: record.files }
      await this.#pursue({ ...recorded, ...found }, phase)
    } else if (execution.stuck !== null) throw new HarnessError(execution.stuck, { process: 'w1' })
    else {
      const difference = `what a power loss seemed to have broken was not seen when it was carried out: ${describeFault(cut.record.faults.at(-1)!.fault)} after step ${cut.record.restart?.position}`
      throw new NotRepeated(difference, difference)
    }
    this.#sums.tally.add(judgements)
  }

  /**
   * @throws HarnessError when fresh processes do not show it; each time, where something beyond control is about.
   * @throws ProgramGone when a process was gone before it could show it.
   */
  async #pursue(seen: Counterexample, phase: PhaseShare): Promise<void> {
    const { oracle, finding } = seen
    const elapsedMillis = this.#elapsed()
    this.#tell({ type: 'suspected', oracle, message: finding.message })
    const { counterexample, minimal, bound, shrinkMillis, confirmed } = await reduce(seen, {
      executor: this.executor,
      foretells: this.executor.foretells && !this.#isIsolated,
      stop: this.#stop,
      heartbeat: this.heartbeat,
      models: phase.models,
      mostMillis: this.#order.mostShrinkMillis,
      maxTimeMillis: this.#order.settings.maxTimeMillis,
      elapsed: () => this.#elapsed(),
    })
    const { gone, traced, ...reproduced } = confirmed
    if (reproduced.times === 0) {
      if (gone) throw gone
      const message = `a violation of ${oracle} was not seen again in fresh processes. The target may keep something between executions: try --isolate (${finding.message})`
      throw new HarnessError(message, { process: 'w1' })
    }
    if (this.#beyondControl.size > 0 && reproduced.times < reproduced.of) {
      const message = `a violation of ${oracle} was seen again in ${reproduced.times} of ${reproduced.of} replays only, where the target does what no schedule decides (${finding.message})`
      throw new HarnessError(message, { process: 'w1' })
    }
    const signature = signatureOf(oracle, finding)
    const illustrated = illustrate(counterexample, traced, {
      targetDir: this.#targetDir,
      oracles: this.#order.oracles,
    })
    this.#known.add(signature)
    this.#tell({
      type: 'violation',
      counterexample: illustrated,
      // As carried out: a controller's numbers leave out those of the others.
      execution: this.heartbeat.executions,
      elapsedMillis,
      reproduced,
      minimal,
      bound,
      shrinkMillis,
      signature,
    })
  }

  /** What no schedule decides makes every `holds` worth nothing. */
  #noteBeyondControl({ uncontrolled, escapes }: Pick<Execution, 'uncontrolled' | 'escapes'>): void {
    const news = [...uncontrolled, ...escapes].filter((what) => !this.#beyondControl.has(what))
    if (news.length === 0 || this.#beyondControl.size >= mostNamed) return
    for (const what of news) this.#beyondControl.add(what)
    this.#tell({ type: 'escapes', escapes: news })
  }

  async #keepProblem(problem: Problem, error: unknown, seed: number): Promise<void> {
    const { problems } = this.#sums.tally
    // A writer that went while the run was stopped had no time to come back.
    if (error instanceof ProgramGone && this.#stop.aborted) return
    const isNew = !isTold(problem, problems)
    const isLate = this.isPast(this.#order.settings.maxTimeMillis + overtime.shrinkMillis)
    const shown = isNew && !isLate ? await withCourse(problem, error, this.executor, seed) : problem
    if (isNew && !isTold(shown, problems)) this.#tell({ type: 'problem', problem: shown })
    problems.push(shown)
  }

  #elapsed(): number {
    return performance.timeOrigin + performance.now() - this.#order.startedAtMillis
  }
}
