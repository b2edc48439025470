import fs from 'node:fs'

interface Sample {
  readonly executions: number
  /** The smallest number of open descriptors that a controller has: writers come and go, a leak stays. */
  readonly least: number
}

/** How many descriptors the controllers of this process hold as a run goes on, read from /proc. */
export class ControllerDescriptors {
  readonly #samples: Sample[] = []

  sample(executions: number): void {
    const counts = controllers().map((pid) => countOf(`/proc/${pid}/fd`))
    if (counts.length > 0) this.#samples.push({ executions, least: Math.min(...counts) })
  }

  /** The least that were seen until so many executions, and in as many at the end. */
  firstAndLast(executions: number): [first: number, last: number] {
    const end = this.#samples.at(-1)?.executions ?? 0
    return [
      leastOf(this.#samples.filter((sample) => sample.executions > 0 && sample.executions <= executions)),
      leastOf(this.#samples.filter((sample) => sample.executions >= end - executions)),
    ]
  }

  /** Controllers and writers that are there now. */
  running(): number {
    return ownProcesses(/\/explore\/controller-main\.js|\/writer\/controlled\/main/).length
  }
}

function leastOf(samples: readonly Sample[]): number {
  return Math.min(...samples.map(({ least }) => least))
}

function controllers(): string[] {
  return ownProcesses(/\/explore\/controller-main\.js/)
}

/** Those that this process has begun, by what they inherit: another run on this machine shall not count. */
function ownProcesses(command: RegExp): string[] {
  return fs
    .readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter(
      (pid) => command.test(read(`/proc/${pid}/cmdline`)) && read(`/proc/${pid}/environ`).includes(mark),
    )
}

/** Inherited by all that this process starts. */
const mark = `ONEWRITER_PROOF=${process.pid}`
process.env['ONEWRITER_PROOF'] = String(process.pid)

function countOf(dir: string): number {
  try {
    return fs.readdirSync(dir).length
  } catch {
    return 0
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
