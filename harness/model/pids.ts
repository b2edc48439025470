/** What every writer's `process.pid` reads under `--same-pid`: a container's main process. */
export const sharedPid = 1
/**
 * Linux gives numbers below 300 only once, to what starts first (`RESERVED_PIDS` in kernel/pid.c): a real process that is
 * started later is not taken for a writer.
 */
const firstPid = 200
/** Of one execution, new starts after a crash included. */
const mostPids = 99

/** What a controlled writer's `process.pid` reads. */
export function pidOf(writer: number, samePid: boolean): number {
  return samePid ? sharedPid : firstPid + writer
}

/** Whether a number may be what some writer's `process.pid` reads: to the kernel it is nobody, or somebody else. */
export function isVirtualPid(pid: number): boolean {
  return pid > firstPid && pid <= firstPid + mostPids
}

/**
 * Which writer a process number belongs to, for a writer that knows so many; null for none of them. Under a shared
 * number each is alone, as in a container.
 *
 * @param own what that writer's own `process.pid` reads
 */
export function writerOf(pid: number, own: number, writers: number): number | null {
  const writer = pid - firstPid
  return own !== sharedPid && writer >= 1 && writer <= writers ? writer : null
}
