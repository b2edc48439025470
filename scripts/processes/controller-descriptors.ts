import fs from 'node:fs'
import { controlledWriters, controllers, readOf } from './own-processes.ts'

interface Sample {
  readonly executions: number
  /** What a controller has besides those for its writers, who come and go. */
  readonly others: number
}

/** A writer hears from its controller by one pipe, and answers by another. */
const descriptorsOfWriter = 2

/** How many descriptors the controllers of this process hold as a run goes on, read from /proc. */
export class ControllerDescriptors {
  readonly #samples: Sample[] = []

  sample(executions: number): void {
    for (const pid of controllers()) {
      const writers = writersOf(pid)
      const count = descriptorsOf(pid)
      // Of one that just starts, or among whose writers somebody comes or goes, nothing can be told.
      const isSteady = writers.length > 0 && String(writersOf(pid)) === String(writers)
      if (isSteady) this.#samples.push({ executions, others: count - descriptorsOfWriter * writers.length })
    }
  }

  /** The least that were seen until so many executions, and in as many at the end: a leak stays. */
  firstAndLast(executions: number): [first: number, last: number] {
    const end = this.#samples.at(-1)?.executions ?? 0
    return [
      leastOf(this.#samples.filter((sample) => sample.executions > 0 && sample.executions <= executions)),
      leastOf(this.#samples.filter((sample) => sample.executions >= end - executions)),
    ]
  }
}

function leastOf(samples: readonly Sample[]): number {
  return Math.min(...samples.map(({ others }) => others))
}

function writersOf(controller: string): string[] {
  return controlledWriters().filter((pid) => parentOf(pid) === controller)
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the second field, a name, may hold anything. */
function parentOf(pid: string): string | undefined {
  const stat = readOf(pid, 'stat')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]
}

function descriptorsOf(pid: string): number {
  try {
    return fs.readdirSync(`/proc/${pid}/fd`).length
  } catch {
    return 0
  }
}
