import fs from 'node:fs'

/** Inherited by all that this process starts. */
const mark = `ONEWRITER_SCRIPT=${process.pid}`
process.env['ONEWRITER_SCRIPT'] = String(process.pid)

/** The controllers that this process has begun, by pid. */
export function controllers(): string[] {
  return ownProcesses(/\/controller\/main\.bundle\.js/)
}

/** Their writers. */
export function controlledWriters(): string[] {
  return ownProcesses(/\/writer\/controlled\/main/)
}

/** Whatever it has begun, and what those have. */
export function allBegun(): string[] {
  return ownProcesses(/^/)
}

/** Told by what they inherit: another run on this machine shall not count. None where there is no /proc. */
function ownProcesses(command: RegExp): string[] {
  return pids().filter(
    (pid) =>
      pid !== String(process.pid) &&
      command.test(readOf(pid, 'cmdline')) &&
      readOf(pid, 'environ').includes(mark),
  )
}

function pids(): string[] {
  try {
    return fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
}

/** What /proc tells of a process; empty for one that has just gone. */
export function readOf(pid: string, file: 'cmdline' | 'environ' | 'stat' | 'status'): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, 'latin1')
  } catch {
    return ''
  }
}
