import crypto from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import { codeOf } from './errors.ts'

/** Who wrote something: a process, in terms that another process can check. */
export interface ProcessIdentity {
  /** The process table in which `pid` counts, as 12 hexadecimal digits; `unknown` where the system has no name for it. */
  readonly place: string
  readonly pid: number
  /** When it started, in clock ticks since the machine's boot; tells a process from a later one with its pid. */
  readonly startTicks: string
}

let own: ProcessIdentity | undefined

/**
 * This process. Read at the first call and remembered.
 *
 * A pid alone names nobody: containers that share a directory all have a pid 1, and pids are reused. On Linux
 * the boot, the pid namespace and the start time settle who is meant (proc(5), pid_namespaces(7)). The pid too
 * is taken from there, since `process.pid` is a property that anyone can set. Elsewhere the place is unknown.
 */
export function ownIdentity(): ProcessIdentity {
  own ??= linuxIdentity() ?? { place: 'unknown', pid: process.pid, startTicks: '0' }
  return own
}

/** Whether the process lives; `unknown` where this process is in no position to tell. */
export function livenessOf(identity: ProcessIdentity): 'alive' | 'dead' | 'unknown' {
  if (identity.place === 'unknown' || identity.place !== ownIdentity().place) return 'unknown'
  const entry = processEntry(identity.pid)
  if (entry) return entry.startTicks === identity.startTicks && !entry.gone ? 'alive' : 'dead'
  // A process of another user is hidden under the mount option hidepid, but a signal still finds it.
  return signalFinds(identity.pid) ? 'alive' : 'dead'
}

function linuxIdentity(): ProcessIdentity | undefined {
  if (process.platform !== 'linux') return undefined
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')
    const namespace = fs.readlinkSync('/proc/self/ns/pid')
    const entry = processEntry('self')
    if (!entry) return undefined
    // Cloned virtual machines can share a boot id, hence the host name.
    const place = crypto.createHash('sha256').update(`${os.hostname()}\n${boot}\n${namespace}`).digest('hex')
    return { place: place.slice(0, 12), pid: entry.pid, startTicks: entry.startTicks }
  } catch {
    return undefined
  }
}

/** Fields 1, 3 and 22 of /proc/PID/stat, counted behind the command, which may itself hold spaces and brackets. */
function processEntry(pid: number | 'self'): { pid: number; startTicks: string; gone: boolean } | undefined {
  let text
  try {
    text = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  const [state, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const startTicks = rest[18]
  if (startTicks === undefined) return undefined
  return { pid: Number.parseInt(text, 10), startTicks, gone: state === 'Z' || state === 'X' }
}

function signalFinds(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) !== 'ESRCH'
  }
}
