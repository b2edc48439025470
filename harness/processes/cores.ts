import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'

/** A core that a controller and its writers share, as an argument prefix for the command that starts them. */
export type Pin = readonly string[]

/**
 * One entry a core that this process may use. A hand-off between processes on one core takes a fraction of one
 * across cores, since only one of them ever runs; where cores cannot be chosen, the entries are empty.
 */
export function pins(): readonly Pin[] {
  const cores = allowedCores()
  const canPin = cores.length > 0 && spawnSync('taskset', ['-c', String(cores[0]), 'true']).status === 0
  if (canPin) return cores.map((core) => ['taskset', '-c', String(core)])
  return Array.from({ length: os.availableParallelism() }, () => [])
}

/** The cores that the kernel lets this process run on (proc(5), Cpus_allowed_list); empty where it does not tell. */
function allowedCores(): number[] {
  let status: string
  try {
    status = fs.readFileSync('/proc/self/status', 'utf8')
  } catch {
    return []
  }
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status)?.[1] ?? ''
  return list.split(',').flatMap((range) => {
    const [first = NaN, last = first] = range.split('-').map(Number)
    return Number.isNaN(first) ? [] : Array.from({ length: last - first + 1 }, (_, index) => first + index)
  })
}
