/** What every writer's `process.pid` reads under `--same-pid`: a container's main process. */
export const sharedPid = 1
const firstPid = 1000

/** What a controlled writer's `process.pid` reads. */
export function pidOf(writer: number, samePid: boolean): number {
  return samePid ? sharedPid : firstPid + writer
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
