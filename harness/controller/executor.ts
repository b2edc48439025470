import type { Classify } from '../model/content.ts'
import type { Counterexample } from '../model/counterexample.ts'
import { Unlearned } from '../model/errors.ts'
import type { Program } from '../model/program.ts'
import type { Programs } from '../model/programs.ts'
import type { ExecutionRecord } from '../model/record.ts'
import type { RunDirectory } from '../model/run-directory.ts'
import { endsInPowerLoss, faultPositions } from '../model/schedule.ts'
import type { Scheduler } from '../model/strategy.ts'
import type { TargetFacts } from '../model/target.ts'
import { startedAgain, type Workload } from '../model/workload.ts'
import { Follow } from '../strategies/follow.ts'
import { Replay } from '../strategies/replay.ts'
import { AskTarget, type Ask } from './ask-target.ts'
import type { Load } from './execute/loader.ts'
import { startAgain, type StartAgainOptions, type StartedAgain } from './execute/start-again.ts'
import { StartChecks } from './power-cut/start-checks.ts'
import type { PowerCut, PowerCutOptions } from './power-cut/power-cuts.ts'
import type { Foretold, ForetoldOptions } from './foretelling/foretold.ts'
import { assertAsForetold } from './foretelling/as-foretold.ts'
import { loadingElsewhere } from './foretelling/loading-elsewhere.ts'
import { Predictions } from './foretelling/predictions.ts'
import { execute } from './execute/execute.ts'
import type { Execution, RunningOptions } from './execute/execution.ts'
import type { NextStart } from './execute/next-start.ts'

export interface ExecutionRequest {
  readonly workload: Workload
  readonly scheduler: Scheduler
  readonly seed: number
  readonly memoryOf?: RunningOptions['memoryOf']
  /** Record what only a person looks at, too: where steps were asked for, and whose bytes a file held. */
  readonly traced?: boolean
  /** Keep what is asked of the disk, so that power can be lost. */
  readonly recordsDisk?: boolean | undefined
  readonly isTimed?: RunningOptions['isTimed']
  /** Learn from it what programs do, where executions can be foretold. */
  readonly teaches?: boolean
}

/** What tells one execution from another that nobody decides yet. */
export type Undecided = Pick<ExecutionRequest, 'workload' | 'seed' | 'memoryOf' | 'isTimed' | 'recordsDisk'>

export type ForetellRequest = Undecided & Pick<ForetoldOptions, 'isNamed'>

/** What tells one start after a power loss from another, beside what the disk has. */
export interface Starting extends Pick<ExecutionRequest, 'workload' | 'seed'> {
  /** It need not be carried out where enough was learned of others; default: it is. */
  readonly mayForetell?: boolean
  /** By a process that has done nothing before; default: by one that has started before. */
  readonly isIsolated?: boolean
}

type StartingAsked = Omit<StartAgainOptions, 'dir' | 'next' | 'load' | 'lasting' | 'witness'>

export interface ExecutorOptions {
  /** What stands behind the writers, and where they work. */
  readonly programs: Programs
  /** What is known of the target. */
  readonly facts: TargetFacts
  readonly samePid: boolean
  /** Asks the target's own code. */
  readonly ask: Ask
  /** Learn from executions what programs do, so that others can be foretold; default: they cannot be. */
  readonly learns?: boolean
  /**
   * Leave times of files out of the names of states until somebody looks at any: a search that has begun before says
   * nothing any more then. Default: they belong to them.
   */
  readonly omitsTimes?: boolean
  readonly onStep: () => void
}

/** Carries out executions of one target, one after the other, whatever stands behind its writers. */
export class Executor {
  readonly #programs: Programs
  readonly #facts: TargetFacts
  readonly #samePid: boolean
  readonly #onStep: () => void
  readonly #askTarget: AskTarget
  /** Null where none is made. */
  readonly #predictions: Predictions | null
  readonly #startChecks = new StartChecks()
  #seesTimes: boolean
  readonly #classifiers = new WeakMap<Workload, Classify>()
  /** What the application loads of what is in memory; kept for the executions in a row that share a workload. */
  #loading: { readonly workload: Workload; readonly dir: RunDirectory; readonly load: Load } | null = null

  constructor({
    programs,
    facts,
    samePid,
    ask,
    learns = false,
    omitsTimes = false,
    onStep,
  }: ExecutorOptions) {
    this.#seesTimes = !omitsTimes
    this.#programs = programs
    this.#facts = facts
    this.#samePid = samePid
    this.#onStep = onStep
    this.#askTarget = new AskTarget(ask, facts)
    this.#predictions = learns ? new Predictions(facts) : null
  }

  /** @throws HarnessError, ProgramGone or ReplayDivergence, as `execute` does. */
  perform(request: ExecutionRequest): Execution {
    const { workload, scheduler, traced } = request
    const dir = this.#programs.directory()
    const programs = this.#programs.behindWriters(workload.writers.length)
    const execution = execute(programs, {
      ...this.#alike(request),
      dir,
      scheduler,
      traced,
      restart: (before) => this.#nextStart(before),
      load: this.#facts.loads ? this.#load : undefined,
      // Only where states are named is it known what a writer observes.
      ...((scheduler.needsState || request.teaches) &&
        this.#predictions && { witness: this.#predictions.witness }),
    })
    this.#seesTimes ||= execution.seesTimes
    return { ...execution, record: this.judged(execution.record) }
  }

  /** Whether times of files tell states apart: somebody was seen to look at them, or may have. See `omitsTimes`. */
  get seesTimes(): boolean {
    return this.#seesTimes || this.#askTarget.seesTimes
  }

  /** What is the same whether an execution is carried out or foretold. */
  #alike({ workload, seed, memoryOf, isTimed, recordsDisk }: Undecided) {
    return {
      workload,
      seed,
      samePid: this.#samePid,
      sessionFiles: this.#facts.sessionFiles,
      classify: this.#classifierOf(workload),
      memoryOf,
      isTimed,
      recordsDisk,
      specification: this.#facts.specification,
      isDated: this.seesTimes,
      lasting: this.#predictions?.lasting,
      onStep: this.#onStep,
    }
  }

  /** Whether executions can be foretold by what was learned of others. */
  get foretells(): boolean {
    return this.#predictions !== null
  }

  /** An execution that nobody carries out, as far as enough was learned. Only where executions can be foretold. */
  foretell(request: ForetellRequest): Foretold {
    if (!this.#predictions) throw new Error('executions of this target cannot be foretold')
    return this.#predictions.foretell({
      ...this.#alike(request),
      isNamed: request.isNamed,
      path: this.#programs.path,
      load: this.#facts.loads ? this.#loadingFor(request.workload) : undefined,
      nextStart: (before, programFor) => this.#nextStart(before, programFor),
    })
  }

  /** Grows with all that is learned of programs. */
  get lessons(): number {
    return this.#predictions?.lessons ?? 0
  }

  /** What programs have done says nothing any more of what they will do. */
  forget(): void {
    this.#predictions?.forget()
    this.#loading = null
  }

  readonly #load: Load = ({ path }, workload, moment) => this.#askTarget.load(path, workload, moment)

  #loadingFor(workload: Workload): Load {
    const dir = this.#programs.directory()
    if (this.#loading?.workload !== workload || this.#loading.dir !== dir)
      this.#loading = { workload, dir, load: loadingElsewhere(dir, this.#load) }
    return this.#loading.load
  }

  /** A crash is over: what the application does then. */
  #nextStart(
    workload: Workload,
    programFor: (ordinal: number) => Program = (ordinal) => this.#programs.successor(ordinal),
  ): NextStart {
    const next = startedAgain(workload)
    const classify = this.#classifierOf(next)
    const program = programFor(next.writers.length)
    return { workload: next, classify, program, recovers: this.recovers }
  }

  /** Carries a recorded schedule out again. @throws ReplayDivergence when it does not fit. */
  replay(
    { workload, schedule, seed }: Pick<Counterexample, 'workload' | 'schedule' | 'seed'>,
    traced = false,
  ): Execution {
    const scheduler = new Replay(schedule)
    const recordsDisk = endsInPowerLoss(schedule)
    const execution = this.perform({ workload, scheduler, seed, traced, recordsDisk })
    scheduler.assertComplete()
    return execution
  }

  /** What the application makes of a disk that a power loss has left. */
  startAgain(
    cut: PowerCut,
    { workload, seed, mayForetell = false, isIsolated = false }: Starting,
  ): StartedAgain {
    const { tree, names, record: before } = cut
    const asked = {
      tree,
      names,
      before,
      seed,
      samePid: this.#samePid,
      isDated: this.seesTimes,
      onStep: this.#onStep,
    }
    const predictions = mayForetell ? this.#predictions : null
    const foretold = predictions && this.#foretellStart(predictions, asked, workload)
    const carryOut = () =>
      startAgain({
        ...asked,
        dir: this.#programs.directory(),
        lasting: predictions?.lasting,
        next: this.#nextStart(workload, (ordinal) => this.#programs.restarted(ordinal, isIsolated)),
        load: this.loads ? this.#load : undefined,
        witness: predictions?.witness,
      })
    const again = foretold && !this.#startChecks.isDrawn(seed) ? foretold : carryOut()
    if (foretold && again !== foretold) assertAsForetold(foretold, again)
    this.#seesTimes ||= again.seesTimes
    return { ...again, record: this.judged(again.record) }
  }

  /** Null where it is not known what comes of it, or where it does not come to its end. */
  #foretellStart(predictions: Predictions, asked: StartingAsked, workload: Workload): StartedAgain | null {
    try {
      const foretold = predictions.startAgain({
        ...asked,
        path: this.#programs.path,
        nextStart: (programFor) => this.#nextStart(workload, programFor),
        load: this.loads ? this.#loadingFor(workload) : undefined,
      })
      return foretold.stuck === null ? foretold : null
    } catch (error) {
      if (error instanceof Unlearned) return null
      throw error
    }
  }

  /** Carries a schedule out that ends with a crash, and goes on with what the application does then. */
  crash({ workload, schedule, seed }: Pick<Counterexample, 'workload' | 'schedule' | 'seed'>): Execution {
    // What struck before the crash has led to what the disk then holds.
    const scheduler = new Follow(schedule, faultPositions(schedule))
    return this.perform({ workload, scheduler, seed, recordsDisk: true })
  }

  /** Whether the target does something at its next start after a crash. */
  get recovers(): boolean {
    return this.#facts.recovers
  }

  /** Whether what the application sees can be told by letting it load alone. */
  get loads(): boolean {
    return this.#facts.loads
  }

  /** Fresh processes would make no difference: all are. */
  get keepsNothing(): boolean {
    return this.#programs.keepNothing === true
  }

  /** The programs of the next execution have done nothing before. */
  async refresh(): Promise<void> {
    await this.#programs.refresh()
  }

  async close(): Promise<void> {
    await this.#programs.close()
  }

  /** The run directory's path. */
  get dir(): string {
    return this.#programs.directory().path
  }

  /** What it takes to judge the disks that a power loss may leave (`PowerCuts`). */
  forCuts(workload: Workload): Pick<PowerCutOptions, 'workload' | 'classify' | 'recovers'> {
    return { workload, classify: this.#classifierOf(workload), recovers: this.recovers }
  }

  /** Tells whose output the bytes of a session file are; built once for all executions of a workload. */
  #classifierOf(workload: Workload): Classify {
    let classify = this.#classifiers.get(workload)
    if (!classify) this.#classifiers.set(workload, (classify = this.#askTarget.classifier(workload)))
    return classify
  }

  /** What only the target's own code can tell: see `AskTarget.judged`. */
  judged(record: ExecutionRecord): ExecutionRecord {
    return this.#askTarget.judged(record)
  }
}
