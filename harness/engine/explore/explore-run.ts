import { adviceBeyondControl, mayMislead } from '../../model/beyond-control.ts'
import { combineCounts, noFaults } from '../../model/fault-counts.ts'
import type { Counterexample } from '../../model/counterexample.ts'
import { messageOf, type HarnessError } from '../../model/errors.ts'
import type { Exhausted, ExhaustedPart, Problem, Result, Violation } from '../../model/result.ts'
import { switchesOf } from '../../model/schedule.ts'
import type { RunHooks, Settings } from '../../model/settings.ts'
import type { TargetFacts } from '../../model/target.ts'
import { type OracleName, type OracleVerdict, combineVerdicts } from '../../model/verdict.ts'
import { unaskedOracles } from '../../oracles/index.ts'
import type { Begun, News } from '../../protocol/controller-messages.ts'
import { runtimeOf } from '../../processes/runtime.ts'
import { saveCounterexample } from '../../recording/save.ts'
import { addedUpPredicted, foretoldBeside, nonePredicted } from '../../model/predicted.ts'
import { addedUp, noRejections } from '../../model/rejections.ts'
import { isTold, problem, problemFrom } from '../../model/problem.ts'
import { Spaces, withWhatCouldStrike } from '../spaces.ts'
import { seenOf, summedUp, Tally } from '../../model/tally.ts'
import { unfinishedSpaces, withoutThese } from '../unfinished.ts'
import { startedWith } from './started-with.ts'
import { neverAcknowledged, unseen } from '../unseen.ts'
import { targetPath } from '../target-path.ts'

export interface ExploreRunOptions {
  readonly hooks: RunHooks
  readonly started: number
  readonly target: string
}

type Told<Type extends News['type']> = Extract<News, { type: Type }>

/** What the controllers of one run have told, added up to its result. */
export class ExploreRun {
  /** Called when so much was found that the rest need not be searched. */
  onEnough: () => void = () => {}
  readonly #facts: TargetFacts
  readonly #settings: Settings
  readonly #options: ExploreRunOptions
  readonly #tally: Tally
  /** Of all parts, by whatever controller. */
  readonly spaces = new Spaces()
  /** Workloads that were searched completely. */
  readonly parts: Told<'exhausted'>[] = []
  readonly #searched = new Set<string>()
  /** By the name of a phase. */
  readonly executionsByPhase: Record<string, number> = {}
  /** By controller, a violation that is still being made smaller and confirmed. */
  readonly #suspected = new Map<number, Told<'suspected'>>()
  readonly #begun: Begun[] = []
  readonly #escapes: string[] = []
  #freshProcesses: string | undefined
  #notRepeated: string | undefined
  #faults = noFaults
  #goesOn = false
  #predicted = nonePredicted
  #acknowledged = 0
  #seen: Readonly<Record<string, number>> = {}
  #rejections = noRejections
  /** Of each controller that has told of its end, whether it had done all of its share. */
  readonly #through: boolean[] = []
  #sawFile: boolean | null = null
  /** By controller, what it had done when it last told. */
  readonly #done = new Map<number, { readonly executions: number; readonly steps: number }>()

  constructor(
    facts: TargetFacts,
    settings: Settings,
    oracles: readonly OracleName[],
    options: ExploreRunOptions,
  ) {
    this.#facts = facts
    this.#settings = settings
    this.#options = options
    this.#tally = new Tally(oracles)
  }

  /** What an earlier call has searched of the same spaces: what struck there is not counted here. */
  goOnFrom(parts: readonly Told<'exhausted'>[]): void {
    for (const part of parts) this.#addPart(part)
    this.#goesOn = parts.length > 0
  }

  take(news: News, core: number): void {
    switch (news.type) {
      case 'progress':
        this.#done.set(core, news)
        this.#showProgress(news.phase)
        break
      case 'explored':
        this.#done.set(core, news)
        this.#through.push(news.isThrough)
        this.#suspected.delete(core)
        this.#faults = combineCounts(this.#faults, news.faults)
        this.#predicted = addedUpPredicted([this.#predicted, news.predicted])
        this.#begun.push(...news.unfinished)
        this.#acknowledged += news.acknowledged
        for (const [name, executions] of Object.entries(news.executionsByPhase))
          this.executionsByPhase[name] = (this.executionsByPhase[name] ?? 0) + executions
        this.#seen = summedUp([this.#seen, news.seen])
        this.#rejections = addedUp([this.#rejections, news.rejections])
        if (news.sawFile !== null) this.#sawFile = this.#sawFile === true || news.sawFile
        for (const [oracle, told] of Object.entries(news.oracles) as [OracleName, OracleVerdict][]) {
          const verdict = told === 'violated' && this.#misleading !== undefined ? 'not-checked' : told
          this.#tally.oracles[oracle] = combineVerdicts(this.#tally.oracles[oracle], verdict)
        }
        break
      case 'suspected':
        this.#suspected.set(core, news)
        break
      case 'violation':
        this.#suspected.delete(core)
        this.#keep(news, core)
        break
      case 'exhausted':
        this.#addPart(news)
        break
      case 'problem':
        this.#suspected.delete(core)
        this.#addProblem(news.problem)
        break
      case 'fresh-processes':
        this.#suspected.delete(core)
        this.#freshProcesses ??= news.why
        break
      case 'not-repeated':
        this.#suspected.delete(core)
        this.#notRepeated ??= news.why
        break
      case 'escapes':
        for (const escape of news.escapes) if (!this.#escapes.includes(escape)) this.#escapes.push(escape)
        break
      default:
    }
  }

  /** What may have led a correct target astray; undefined where nothing may. */
  get #misleading(): string | undefined {
    return this.#escapes.find(mayMislead)
  }

  /** As many violations as `bail` says were found. */
  get hasEnough(): boolean {
    const { bail } = this.#settings
    return bail > 0 && this.#tally.violations.length >= bail
  }

  /** The same, should what is being confirmed be confirmed. */
  get isAboutToHaveEnough(): boolean {
    const { bail } = this.#settings
    return bail > 0 && this.#tally.violations.length + this.#suspected.size >= bail
  }

  /** Signatures of the violations so far. */
  get signatures(): ReadonlySet<string> {
    return this.#tally.signatures
  }

  note(fault: HarnessError): void {
    this.#addProblem(problemFrom(fault))
  }

  result(): Result {
    if (this.#escapes.length > 0) {
      const message = `the target does what the harness cannot control: ${this.#escapes.join('; ')}; ${adviceBeyondControl}`
      this.#addProblem(problem(this.#facts.name, message))
    }
    for (const { oracle, message } of this.#suspected.values()) {
      const unconfirmed = `a violation of ${oracle} was seen, and there was no time left to confirm it; raise --max-time (${message})`
      this.#addProblem(problem(this.#facts.name, unconfirmed))
    }
    const { seed, shard } = this.#settings
    const { executions, steps } = this.#sum()
    const { calls: rejected, first } = this.#rejections
    // What was found violated was seen to come about.
    const isViolated = this.#tally.conclusion().verdict === 'violated'
    const isUntold = rejected > 0 || (this.#tally.problems.length === 0 && !isViolated)
    if (executions > 0 && this.#acknowledged === 0 && isUntold) {
      this.#addProblem(problem(this.#facts.name, neverAcknowledged(first)))
    }
    if (this.#sawFile === false && this.#escapes.length === 0 && !isViolated) {
      const message = steps === 0 ? unseen.step : unseen.file
      this.#addProblem(problem(this.#facts.name, message))
    }
    const isSound = this.#tally.problems.length === 0
    const startOptions = startedWith(this.#settings)
    const exhausted = isSound ? this.#claimable(this.spaces.exhausted()) : []
    const begun = isSound ? this.#claimable(unfinishedSpaces(this.spaces.parts(), this.#begun)) : []
    const unfinished = withoutThese(begun, exhausted)
    return {
      version: 1,
      command: 'explore',
      target: this.#facts.name,
      targetPath: targetPath(this.#options.target),
      ...(this.#facts.specification && { specification: this.#facts.specification.name }),
      seed,
      shard: `${shard.index}/${shard.count}`,
      node: process.version,
      control: this.#control,
      ...(this.#facts.commands && { commands: this.#facts.commands }),
      ...(startOptions.length > 0 && { startOptions }),
      elapsedMs: Math.round(performance.now() - this.#options.started),
      executions,
      steps,
      exhausted,
      ...(unfinished.length > 0 && { unfinished }),
      ...(shard.count > 1 && { parts: isSound ? this.spaces.parts() : [] }),
      oracles: this.#tally.oracles,
      ...unaskedOracles(this.#facts, this.#settings.oracle),
      ...seenOf(this.#seen),
      ...this.#faultCounts(),
      rejections: this.#rejections,
      ...(this.#isEmptyShard(executions) && { emptyShard: true as const }),
      escapes: this.#escapes,
      ...(this.#freshProcesses !== undefined && { freshProcesses: this.#freshProcesses }),
      ...(this.#notRepeated !== undefined && { notRepeated: this.#notRepeated }),
      ...(this.#predicted.executions > 0 && { predicted: this.#predicted }),
      ...this.#tally.conclusion(),
    }
  }

  #claimable<T extends Exhausted>(spaces: T[]): T[] {
    return this.#goesOn ? spaces : withWhatCouldStrike(spaces, this.#faults.faults)
  }

  #isEmptyShard(executions: number): boolean {
    const isThrough = this.#through.length > 0 && this.#through.every(Boolean)
    return (
      this.#settings.shard.count > 1 && executions === 0 && isThrough && this.#tally.problems.length === 0
    )
  }

  #keep(
    {
      counterexample,
      execution,
      elapsedMillis,
      reproduced,
      minimal,
      bound,
      shrinkMillis,
      signature,
    }: Told<'violation'>,
    core: number,
  ): void {
    const { oracle, finding, workload, schedule } = counterexample
    if (this.#misleading !== undefined) {
      const message = `a violation of ${oracle} was seen, which may come of what the target does beyond the run directory (${this.#misleading}): no execution begins anew there; keep it below the directory that the target is given, or use \`onewriter race\` (${finding.message})`
      this.#addProblem(problem(this.#facts.name, message))
      return
    }
    // Two controllers may find the same; and what comes after enough was found is left alone.
    if (this.#tally.signatures.has(signature) || this.hasEnough) return
    const elapsedMs = Math.round(elapsedMillis)
    // What the other controllers had done by then, as far as they have told.
    const others = [...this.#done].filter(([other]) => other !== core).map(([, done]) => done.executions)
    this.#tally.firstViolation ??= {
      execution: others.reduce((sum, executions) => sum + executions, execution),
      elapsedMs,
    }
    this.#tally.oracles[oracle] = 'violated'
    const violation: Violation = {
      oracle,
      session: finding.session ?? '',
      message: finding.message,
      replayFile: this.#saved(counterexample, signature),
      writers: workload.writers.length,
      calls: workload.writers.flat().length,
      steps: schedule.length,
      switches: switchesOf(schedule),
      minimal,
      ...(bound !== null && { bound }),
      shrinkMs: Math.round(shrinkMillis),
      reproduced,
      signature,
      counterexample,
    }
    this.#tally.violations.push(violation)
    if (this.hasEnough) this.onEnough()
  }

  get #control(): 'interposed' | 'served' {
    return this.#facts.served ? 'served' : 'interposed'
  }

  /** The path of its replay file; null where it cannot be written, which takes nothing from the violation. */
  #saved(counterexample: Counterexample, signature: string): string | null {
    const { outputDir, seed, runtime: program } = this.#settings
    const { target } = this.#options
    const runtime = runtimeOf(program)
    const control = this.#control
    try {
      return saveCounterexample(counterexample, { target, outputDir, seed, signature, control, runtime })
    } catch (error) {
      const message = `a violation of ${counterexample.oracle} could not be saved: ${messageOf(error)}`
      this.#addProblem(problem('the harness', message))
      return null
    }
  }

  #faultCounts(): Pick<Result, 'faults' | 'faultsByOperation' | 'neverStruck'> {
    if ((this.#settings.faults ?? []).length === 0) return { faults: {} }
    const { faults, faultsByOperation, neverStruck } = this.#faults
    return { faults, faultsByOperation, neverStruck }
  }

  /** Two phases may have searched the same: a power loss that leaves more than is judged makes no space of its own. */
  #addPart(part: Told<'exhausted'>): void {
    const key = JSON.stringify([part.space, part.workload, part.faults])
    if (this.#searched.has(key)) return
    this.#searched.add(key)
    this.spaces.add(partOf(part))
    this.parts.push(part)
  }

  #addProblem(found: Problem): void {
    const { problems } = this.#tally
    if (!isTold(found, problems)) problems.push(found)
  }

  #sum(): { executions: number; steps: number } {
    const all = [...this.#done.values()]
    return {
      executions: all.reduce((sum, { executions }) => sum + executions, 0),
      steps: all.reduce((sum, { steps }) => sum + steps, 0),
    }
  }

  #showProgress(phase: string): void {
    const elapsedMillis = performance.now() - this.#options.started
    this.#options.hooks.onProgress?.({
      executions: this.#sum().executions,
      elapsedMillis,
      leftMillis: Math.max(0, this.#settings.maxTimeMillis - elapsedMillis),
      violations: this.#tally.violations.length,
      phase,
    })
  }
}

function partOf({ space, of, faults, executions, predicted, states }: Told<'exhausted'>): ExhaustedPart {
  return {
    executions,
    ...foretoldBeside(predicted),
    states,
    faults,
    workloads: 1,
    of,
    ...space,
  }
}
