import fs from 'node:fs'

interface Sample {
  readonly executions: number
  /** By what the process is, the sum of resident memory in MiB. */
  readonly mebibytes: Readonly<Record<'controller' | 'writers', number>>
}

/** Resident memory of a run's processes as it goes on, read from /proc; nothing where there is none. */
export class ResidentMemory {
  readonly #samples: Sample[] = []

  sample(executions: number): void {
    const mebibytes = { controller: 0, writers: 0 }
    for (const pid of pids()) {
      const command = read(`/proc/${pid}/cmdline`)
      const kind = command.includes('explore/controller-main.js')
        ? 'controller'
        : command.includes('writer/controlled/main')
          ? 'writers'
          : null
      if (kind) mebibytes[kind] += Number(/VmRSS:\s*(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024
    }
    this.#samples.push({ executions, mebibytes })
  }

  /** Resident memory at the given numbers of executions, and the ratio of the last to the first. */
  table(at: readonly number[]): string {
    const nearest = at.map((executions) =>
      this.#samples.reduce<Sample | null>(
        (best, sample) =>
          best && Math.abs(best.executions - executions) <= Math.abs(sample.executions - executions)
            ? best
            : sample,
        null,
      ),
    )
    const told = nearest.flatMap((sample) => (sample ? [describe(sample)] : []))
    const [first, last] = [nearest[0], nearest.at(-1)]
    if (!first || !last) return 'cannot be read here'
    return `${told.join('; ')}: ${(total(last) / total(first)).toFixed(2)} times`
  }
}

function total({ mebibytes }: Sample): number {
  return mebibytes.controller + mebibytes.writers
}

function describe({ executions, mebibytes: { controller, writers } }: Sample): string {
  return `after ${executions} executions the controller holds ${controller.toFixed(0)} MiB, its writers ${writers.toFixed(0)} MiB`
}

function pids(): string[] {
  try {
    return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

/** Empty for a process that has just gone. */
function read(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
