import { controlledWriters, controllers, readOf } from './own-processes.ts'

interface Sample {
  readonly executions: number
  /** By what the processes are, the sum of resident memory in MiB. */
  readonly controllers: number
  readonly writers: number
}

/** Resident memory of a run's processes as it goes on, read from /proc; nothing where there is none. */
export class ResidentMemory {
  readonly #samples: Sample[] = []

  sample(executions: number): void {
    const sample = { executions, controllers: sumOf(controllers()), writers: sumOf(controlledWriters()) }
    // Those of a run that comes to its end have gone.
    if (sample.controllers > 0) this.#samples.push(sample)
  }

  /** What a run holds at the last of the given numbers of executions, as a multiple of what it did at the first. */
  growth(at: readonly number[]): number {
    const [first, last] = [this.#nearest(at[0] ?? 0), this.#nearest(at.at(-1) ?? 0)]
    return first && last ? total(last) / total(first) : Number.NaN
  }

  /** Resident memory at the given numbers of executions, and the ratio of the last to the first. */
  table(at: readonly number[]): string {
    const told = at.flatMap((executions) => this.#nearest(executions) ?? []).map(describe)
    return told.length === 0
      ? 'cannot be read here'
      : `${told.join('; ')}: ${this.growth(at).toFixed(2)} times`
  }

  #nearest(executions: number): Sample | undefined {
    const distance = (sample: Sample) => Math.abs(sample.executions - executions)
    return this.#samples.toSorted((one, other) => distance(one) - distance(other))[0]
  }
}

function total({ controllers: ofControllers, writers }: Sample): number {
  return ofControllers + writers
}

function describe({ executions, controllers: ofControllers, writers }: Sample): string {
  return `after ${executions} executions ${ofControllers.toFixed(0)} MiB in controllers, ${writers.toFixed(0)} in writers`
}

function sumOf(pids: readonly string[]): number {
  const kibibytes = pids.map((pid) => Number(/VmRSS:\s*(\d+)/.exec(readOf(pid, 'status'))?.[1] ?? 0))
  return kibibytes.reduce((sum, each) => sum + each, 0) / 1024
}
