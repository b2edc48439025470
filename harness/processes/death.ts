import fs from 'node:fs'

/** A process that cannot die, since the kernel holds it, is not waited for longer. */
const patienceMillis = 2_000
const pauseMillis = 0.1
const never = new Int32Array(new SharedArrayBuffer(4))

/**
 * Blocks until whoever looks sees that a killed process is dead: a signal is on its way for a while (kill(2)), and what
 * another process finds of this one in between would be chance. Comes back at once where there is no proc(5).
 */
export function awaitDeath(pid: number): void {
  const deadline = performance.now() + patienceMillis
  while (isRunning(pid) && performance.now() < deadline) Atomics.wait(never, 0, 0, pauseMillis)
}

/** The state comes after the command, which may itself hold spaces and brackets (proc_pid_stat(5)). */
function isRunning(pid: number): boolean {
  let stat: string
  try {
    stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return false
  }
  const state = stat.charAt(stat.lastIndexOf(')') + 2)
  return state !== 'Z' && state !== 'X'
}
