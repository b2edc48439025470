import fc from 'fast-check'
import { seedOf } from '../../model/seed.ts'
import { loadsOf, sessionsOf, type Workload } from '../../model/workload.ts'
import { workloads, type WorkloadShape } from '../../workload/arbitrary.ts'

/**
 * So many executions in a row are given to one workload before the next is generated: each strategy of a portfolio
 * takes its turn. More of them would be less independent, and a defect that needs a certain pair of calls later found.
 */
const executionsPerWorkload = 6
/** Of so many workloads, one has a reader. */
const readerEvery = 3
/** So many workloads of one size come before the next size. */
const workloadsPerSize = 8
/** With faults, a second call is wanted soon: it does what a first one does not, and each of its steps can fail. */
const workloadsPerSizeWithFaults = 2
/** What matters of a document's size is which one is longer; short ones are read and compared faster. */
const maxPayloadBytes = 2048

/** The first workloads are small ones: most defects need no more, and a small counterexample is the better one. */
const firstSizes = [
  { writers: 2, calls: 1, sessions: 1 },
  { writers: 2, calls: 2, sessions: 1 },
  { writers: 3, calls: 1, sessions: 1 },
  { writers: 2, calls: 2, sessions: 1 },
  { writers: 3, calls: 2, sessions: 1 },
]

/** The workload of an execution, told by the execution's number alone. */
export class SampledWorkloads {
  readonly #shape: WorkloadShape
  readonly #seed: number
  readonly #perSize: number
  #latest: { readonly number: number; readonly workload: Workload } | null = null

  /** @param withFaults whether something may strike these executions */
  constructor(shape: WorkloadShape, seed: number, withFaults = false) {
    const fixed = Object.entries(shape).filter(([, value]) => value !== undefined)
    this.#shape = Object.fromEntries(fixed) as unknown as WorkloadShape
    this.#seed = seed
    this.#perSize = withFaults ? workloadsPerSizeWithFaults : workloadsPerSize
  }

  /** Which of the workloads an execution has, counted from 0. */
  numberOf(execution: number): number {
    return Math.floor(execution / executionsPerWorkload)
  }

  of(execution: number): Workload {
    const number = this.numberOf(execution)
    if (this.#latest?.number !== number) {
      // Every step is looked at as it is: nobody needs to read at the right moment.
      const size = firstSizes[Math.floor(number / this.#perSize)]
      const shared = size && this.#shape.sharesFile ? { sessions: 2 } : {}
      const shape = { ...size, ...shared, ...this.#shape, readers: 0, maxPayloadBytes }
      const [workload] = fc.sample(workloads(shape), { seed: seedOf(this.#seed, number), numRuns: 1 })
      // What is deferred to the end of a turn tells one way to begin calls from the other: they take turns.
      const starts = number % 2 === 1 ? ({ startsAreSteps: true } as const) : {}
      this.#latest = { number, workload: this.#withReader(number, { ...(workload as Workload), ...starts }) }
    }
    return this.#latest.workload
  }

  /** Between two steps, what the application loads is seen anyway. A reader of its own looks at one file after the other. */
  #withReader(number: number, workload: Workload): Workload {
    if (this.#shape.loads !== true || number % readerEvery !== readerEvery - 1) return workload
    return { ...workload, writers: [...workload.writers, loadsOf(sessionsOf(workload))] }
  }
}
