import { Shadow } from '../../filesystem/shadow/shadow.ts'
import type { Program } from '../../model/program.ts'
import type { TargetFacts } from '../../model/target.ts'
import type { Witness } from '../../model/witness.ts'
import { Learned } from '../../programs/predicted/learned.ts'
import { Lessons } from '../../programs/predicted/lessons.ts'
import { PredictedProgram } from '../../programs/predicted/predicted-program.ts'
import { World } from '../../programs/predicted/world.ts'
import type { NextStart } from '../execute/next-start.ts'
import { startAgain, type StartAgainOptions, type StartedAgain } from '../execute/start-again.ts'
import { Foretold, type ForetoldOptions } from './foretold.ts'

export interface ForetellStartOptions
  extends Omit<StartAgainOptions, 'dir' | 'shadow' | 'next'>, Pick<ForetoldOptions, 'path'> {
  /** @param programFor what stands behind the writer that starts */
  readonly nextStart: (programFor: (ordinal: number) => Program) => NextStart
}

/** What was learned of the programs of one target, and executions that are foretold by it. */
export class Predictions {
  /** Learns from the executions that it sees. */
  readonly witness: Witness
  readonly #learned = new Learned()
  readonly #tellsValues: boolean

  /** @param facts of a target whose executions can be foretold */
  constructor({ specification }: Pick<TargetFacts, 'specification'>) {
    this.#tellsValues = specification !== null
    this.witness = new Lessons(this.#learned, this.#tellsValues)
  }

  /** An execution that nobody carries out, as far as enough was learned. */
  foretell(options: Omit<ForetoldOptions, 'learned' | 'tellsValues'>): Foretold {
    return Foretold.of({ ...options, learned: this.#learned, tellsValues: this.#tellsValues })
  }

  /**
   * What the application makes of a disk, as far as enough was learned.
   *
   * @throws Unlearned where it is not known what it does.
   */
  startAgain({ path, nextStart, ...asked }: ForetellStartOptions): StartedAgain {
    const { before, isDated, names } = asked
    const shadow = new Shadow({ names, isDated, lasting: this.lasting, open: () => null })
    const world = new World(path, shadow, this.#tellsValues)
    for (const index of before.workload.writers.slice(0, -1).keys()) world.end(index + 1)
    const next = nextStart((ordinal) => new PredictedProgram(ordinal, this.#learned, world))
    return startAgain({ ...asked, dir: world, shadow, next })
  }

  /** Shapes of names that are the same every time, as far as that was seen. It grows. */
  get lasting(): ReadonlySet<string> {
    return this.#learned.lasting
  }

  /** Grows with all that is learned. */
  get lessons(): number {
    return this.#learned.lessons
  }

  /** What programs have done says nothing any more of what they will do. */
  forget(): void {
    this.#learned.forget()
  }
}
