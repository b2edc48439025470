import { Shadow } from '../../filesystem/shadow/shadow.ts'
import type { Program } from '../../model/program.ts'
import { remembering } from '../../model/remembering.ts'
import type { StepEvent } from '../../model/step-log.ts'
import type { Chosen, DecisionPoint } from '../../model/strategy.ts'
import type { Workload } from '../../model/workload.ts'
import type { Learned } from '../../programs/predicted/learned.ts'
import { PredictedProgram } from '../../programs/predicted/predicted-program.ts'
import { World } from '../../programs/predicted/world.ts'
import type { Execution, RunningOptions } from '../execute/execution.ts'
import type { NextStart } from '../execute/next-start.ts'
import { Running } from '../execute/running.ts'

export interface ForetoldOptions extends Omit<RunningOptions, 'dir' | 'restart' | 'needsState'> {
  /** Whether its states are named, for a search that makes all choices; or else they are drawn. */
  readonly isNamed: boolean
  /** Of the directory in which those work that were learned from. */
  readonly path: string
  readonly learned: Learned
  /** As `beginningOf` takes it. */
  readonly tellsValues: boolean
  /** @param programFor what stands behind the writer that starts after a crash */
  readonly nextStart: (workload: Workload, programFor: (ordinal: number) => Program) => NextStart
}

/**
 * An execution that nobody carries out: the file system in memory says what comes of each step, and what was learned
 * says what its writer does then. It can be taken up from any of its decisions.
 */
export class Foretold {
  readonly #options: ForetoldOptions
  readonly #world: World
  readonly #running: Running

  private constructor(options: ForetoldOptions, world: World, running: Running) {
    this.#options = options
    this.#world = world
    this.#running = running
  }

  /** One that has not begun. */
  static of(options: ForetoldOptions): Foretold {
    const { path, tellsValues, workload, sessionFiles, learned, isDated, lasting } = options
    const shadow = new Shadow({ sessionFiles, isDated, lasting, open: () => null })
    const world = new World(path, shadow, tellsValues)
    const programs = workload.writers.map((_, index) => new PredictedProgram(index + 1, learned, world))
    const classify = remembering(options.classify)
    const running = {
      ...options,
      classify,
      needsState: options.isNamed,
      dir: world,
      restart: restartIn(world, options),
    }
    return new Foretold(options, world, Running.of(programs, running, shadow))
  }

  /** The same, from where each goes on by itself. */
  fork(): Foretold {
    const world = this.#world.fork()
    const running = this.#running.fork({
      dir: world,
      shadow: world.shadow,
      programFor: (program) => (program as PredictedProgram).fork(world),
      restart: restartIn(world, this.#options),
    })
    return new Foretold(this.#options, world, running)
  }

  /** @throws Unlearned where it is not known what the programs do. */
  begin(): void {
    this.#running.begin()
  }

  /** @throws Unlearned as `begin` does. */
  next(): DecisionPoint | null {
    return this.#running.next({ isSearch: this.#options.isNamed })
  }

  /** @throws Unlearned as `begin` does. */
  grant(chosen: Chosen): void {
    this.#running.grant(chosen)
  }

  /** Where it has come to its end, the same as a decision point without choices. */
  get end(): Pick<DecisionPoint, 'made' | 'stateKey' | 'access'> {
    const { made, stateKey, access } = this.#running
    return { made, stateKey, access }
  }

  /** See `Running.moment`. */
  get moment(): string {
    return this.#running.moment
  }

  /** What each step did, up to here. */
  log(): StepEvent[] {
    return this.#running.state.log()
  }

  finish(): Execution {
    return this.#running.finish()
  }
}

function restartIn(world: World, { learned, nextStart }: ForetoldOptions): RunningOptions['restart'] {
  return (before) => nextStart(before, (ordinal) => new PredictedProgram(ordinal, learned, world))
}
