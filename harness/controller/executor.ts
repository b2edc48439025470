import { GuardedDirectory } from '../guarded/guarded-directory.ts'
import { HarnessError } from '../model/errors.ts'
import type { Classify } from '../model/content.ts'
import type { Counterexample } from '../model/counterexample.ts'
import { endsInPowerLoss, faultPositions } from '../model/schedule.ts'
import type { ExecutionRecord } from '../model/record.ts'
import type { Scheduler } from '../model/strategy.ts'
import { startedAgain, writerLabel, type Workload } from '../model/workload.ts'
import type { InterposedProgram } from '../programs/interposed/interposed-program.ts'
import { ProgramSet } from '../programs/interposed/program-set.ts'
import type { News, Order } from '../protocol/controller-messages.ts'
import { Follow } from '../strategies/follow.ts'
import { Replay } from '../strategies/replay.ts'
import { AskTarget } from './ask-target.ts'
import { RunDirectory } from './execute/run-dir.ts'
import type { Load } from './execute/loader.ts'
import { startAgain } from './execute/start-again.ts'
import type { PowerCut, PowerCutOptions } from './power-cut/power-cuts.ts'
import { execute, type Execution, type ExecutionOptions, type NextStart } from './execute/execute.ts'

export interface ExecutionRequest {
  readonly workload: Workload
  readonly scheduler: Scheduler
  readonly seed: number
  readonly memoryOf?: ExecutionOptions['memoryOf']
  /** Record what only a person looks at, too: where steps were asked for, and whose bytes a file held. */
  readonly traced?: boolean
  /** Keep what is asked of the disk, so that power can be lost. */
  readonly recordsDisk?: boolean
  readonly isTimed?: ExecutionOptions['isTimed']
}

export interface ExecutorOptions extends Pick<
  Order,
  'target' | 'runtime' | 'root' | 'name' | 'compileCacheDir' | 'facts'
> {
  readonly samePid: boolean
}

const lost =
  'the directories of the run were moved, removed or replaced by the target; nothing in their place was touched, and the run cannot go on. Expected the target to work below the directory that it is given'

/** Where a controller's executions take place: one directory, and the writers. */
export class Executor {
  readonly #options: ExecutorOptions
  readonly #programs: ProgramSet
  readonly #reader: ProgramSet
  /** Starts again on one disk after the other. */
  readonly #restarted: ProgramSet
  #latest: { readonly workload: Workload; readonly classify: Classify } | null = null
  /** Holds the run directory, and the writers' pipes for a moment. */
  readonly #home: GuardedDirectory
  #runs = 0
  /** The run directory of every execution, until it is lost. */
  #run: RunDirectory
  readonly #onStep: () => void
  readonly #askTarget: AskTarget

  /** @throws HarnessError when its directory cannot be made where it should be. */
  constructor(options: ExecutorOptions, tell: (news: News) => void, onStep: () => void) {
    this.#options = options
    this.#onStep = onStep
    this.#home = homeOf(options)
    this.#run = this.#newRun()
    const processes = {
      target: options.target,
      runtime: options.runtime,
      controlDir: this.#home,
      compileCacheDir: options.compileCacheDir,
      onSpawn: (pid: number, label: string) => tell({ type: 'spawned', pid, label }),
      onEnd: (pid: number) => tell({ type: 'ended', pid }),
      onWorn: (what: string) => tell({ type: 'fresh-processes', why: `it leaves ${what} changed` }),
    }
    this.#programs = new ProgramSet(processes)
    this.#reader = new ProgramSet(processes)
    this.#restarted = new ProgramSet(processes)
    this.#askTarget = new AskTarget((request, expected) => {
      const [reader] = this.#reader.programs(1)
      return (reader as InterposedProgram).ask(request, expected)
    }, options.facts)
  }

  /** @throws HarnessError, ProgramGone or ReplayDivergence, as `execute` does. */
  perform({
    workload,
    scheduler,
    seed,
    memoryOf,
    isTimed,
    traced,
    recordsDisk,
  }: ExecutionRequest): Execution {
    const { samePid, facts } = this.#options
    const dir = this.#usableRun()
    const programs = this.#programs.programs(workload.writers.length)
    const classify = this.#classifierOf(workload)
    const execution = execute(programs, {
      dir,
      workload,
      scheduler,
      seed,
      samePid,
      sessionFiles: facts.sessionFiles,
      classify,
      memoryOf,
      traced,
      recordsDisk,
      restart: (before) => this.#nextStart(before),
      isTimed,
      specification: facts.specification,
      load: facts.loads ? this.#load : undefined,
      onStep: this.#onStep,
    })
    return { ...execution, record: this.judged(execution.record) }
  }

  readonly #load: Load = (dir, workload, mayWait) => this.#askTarget.load(dir, workload, mayWait)

  /** A crash is over: what the application does then. */
  #nextStart(
    workload: Workload,
    programFor: (ordinal: number) => InterposedProgram = (ordinal) => this.#programs.successor(ordinal),
  ): NextStart {
    const next = startedAgain(workload)
    const classify = this.#askTarget.classifier(next)
    const program = programFor(next.writers.length)
    const { recovers } = this.#options.facts
    return { workload: next, classify, program, recovers }
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
  startAgain(cut: PowerCut, workload: Workload, seed: number): ReturnType<typeof startAgain> {
    const dir = this.#usableRun()
    const next = this.#nextStart(workload, (ordinal) => {
      const [program] = this.#restarted.programs(1) as [InterposedProgram]
      program.label = writerLabel(ordinal)
      return program
    })
    const { samePid } = this.#options
    const before = cut.record
    const again = startAgain({
      dir,
      tree: cut.tree,
      before,
      next,
      seed,
      samePid,
      load: this.loads ? this.#load : undefined,
      onStep: this.#onStep,
    })
    return { ...again, record: this.judged(again.record) }
  }

  /** Carries a schedule out that ends with a crash, and goes on with what the application does then. */
  crash({ workload, schedule, seed }: Pick<Counterexample, 'workload' | 'schedule' | 'seed'>): Execution {
    // What struck before the crash has led to what the disk then holds.
    const scheduler = new Follow(schedule, faultPositions(schedule))
    return this.perform({ workload, scheduler, seed, recordsDisk: true })
  }

  /** Whether the target does something at its next start after a crash. */
  get recovers(): boolean {
    return this.#options.facts.recovers
  }

  /** Whether what the application sees can be told by letting it load alone. */
  get loads(): boolean {
    return this.#options.facts.loads
  }

  /** The next execution has processes of its own. */
  async refresh(): Promise<void> {
    await this.#programs.dismiss()
  }

  async close(): Promise<void> {
    await this.#programs.dismiss()
    await this.#reader.dismiss()
    await this.#restarted.dismiss()
    this.#run.close()
    this.#home.close()
  }

  /** The run directory's path. */
  get dir(): string {
    return this.#run.path
  }

  /** A new one, with new writers, where the target has not left the last one as it has to be. */
  #usableRun(): RunDirectory {
    if (this.#run.isUsable) return this.#run
    for (const set of [this.#programs, this.#reader, this.#restarted]) set.drop()
    this.#run.close()
    this.#run = this.#newRun()
    return this.#run
  }

  #newRun(): RunDirectory {
    if (!this.#home.isInPlace) throw new HarnessError(lost, { process: 'the target' })
    this.#runs += 1
    return new RunDirectory(this.#home, this.#runs === 1 ? 'run' : `run-${this.#runs}`)
  }

  /** What it takes to judge the disks that a power loss may leave (`PowerCuts`). */
  forCuts(workload: Workload): Pick<PowerCutOptions, 'workload' | 'classify' | 'recovers'> {
    return { workload, classify: this.#classifierOf(workload), recovers: this.recovers }
  }

  /** Tells whose output the bytes of a session file are; built once for the executions in a row that share a workload. */
  #classifierOf(workload: Workload): Classify {
    if (this.#latest?.workload !== workload) {
      this.#latest = { workload, classify: this.#askTarget.classifier(workload) }
    }
    return this.#latest.classify
  }

  /** What only the target's own code can tell: see `AskTarget.judged`. */
  judged(record: ExecutionRecord): ExecutionRecord {
    return this.#askTarget.judged(record)
  }
}

/** @throws HarnessError when the run's directory is not what it was any more. */
function homeOf({ root, name }: Pick<ExecutorOptions, 'root' | 'name'>): GuardedDirectory {
  const around = GuardedDirectory.known(root)
  if (!around) throw new HarnessError(lost, { process: 'the target' })
  try {
    return around.make(name)
  } finally {
    around.close()
  }
}
