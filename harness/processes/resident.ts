import fs from 'node:fs'

const bytesPerKibibyte = 1024

/** Resident memory of a process (proc_pid_status(5), VmRSS); null where that is not told. */
export function residentBytes(pid: number): number | null {
  try {
    const [, kibibytes] = /^VmRSS:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'latin1')) ?? []
    return kibibytes === undefined ? null : Number(kibibytes) * bytesPerKibibyte
  } catch {
    return null
  }
}
