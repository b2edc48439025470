import type { TargetFacts } from '../../model/target.ts'
import type { Witness } from '../../model/witness.ts'
import { Learned } from '../../programs/predicted/learned.ts'
import { Lessons } from '../../programs/predicted/lessons.ts'
import { Foretold, type ForetoldOptions } from './foretold.ts'

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
