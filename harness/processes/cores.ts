import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'

/** A core that a controller and its writers share, as an argument prefix for the command that starts them. */
export type Pin = readonly string[]

/** By core, how long it has had nothing to do since the machine started, in ticks of the kernel's. */
export type Idle = ReadonlyMap<number, number>

/**
 * One entry a core that this process may use. A hand-off between processes on one core takes a fraction of one
 * across cores, since only one of them ever runs; where cores cannot be chosen, the entries are empty.
 *
 * @param before what `idleByCore` told a moment ago. Cores that have had less to do since then come first: of several
 *   runs on a machine, each that needs one core would else take the same.
 */
export function pins(before?: Idle): readonly Pin[] {
  const allowed = allowedCores()
  const cores = before ? quietestFirst(allowed, before, idleByCore()) : allowed
  const canPin = cores.length > 0 && spawnSync('taskset', ['-c', String(cores[0]), 'true']).status === 0
  if (canPin) return cores.map((core) => ['taskset', '-c', String(core)])
  return Array.from({ length: os.availableParallelism() }, () => [])
}

/** Empty where the kernel does not tell. */
export function idleByCore(): Idle {
  try {
    return idleIn(fs.readFileSync('/proc/stat', 'utf8'))
  } catch {
    return new Map()
  }
}

/** The fourth number of a line is the time that a core was idle, the fifth that it waited for a disk: proc(5). */
export function idleIn(stat: string): Idle {
  const lines = stat.matchAll(/^cpu(\d+) +(?:\d+ +){3}(\d+) +(\d+)/gm)
  return new Map([...lines].map(([, core, idle, waiting]) => [Number(core), Number(idle) + Number(waiting)]))
}

/** Of which nothing is known keep their places. */
export function quietestFirst(cores: readonly number[], before: Idle, now: Idle): number[] {
  const idle = (core: number) => (now.get(core) ?? 0) - (before.get(core) ?? 0)
  return cores.toSorted((one, other) => idle(other) - idle(one))
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
