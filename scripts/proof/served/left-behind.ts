import fs from 'node:fs'

/** Processes that see something mounted below a directory. */
export function mountsBelow(dir: string): string[] {
  return pids().filter((pid) => textOf(`/proc/${pid}/mountinfo`).includes(` ${dir}/`))
}

/** Processes that have inherited a text in their environment. */
export function processesWith(mark: string): string[] {
  return pids().filter((pid) => textOf(`/proc/${pid}/environ`).includes(mark))
}

/** How many descriptors these processes hold. */
export function descriptorsOf(processes: readonly string[]): number {
  return processes.reduce((sum, pid) => sum + countIn(`/proc/${pid}/fd`), 0)
}

function countIn(dir: string): number {
  try {
    return fs.readdirSync(dir).length
  } catch {
    return 0 // It has just gone.
  }
}

function pids(): string[] {
  return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))
}

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'latin1')
  } catch {
    return '' // It has just gone.
  }
}
