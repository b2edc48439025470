import os from 'node:os'

/** More than any process number of Linux or macOS. */
const nobody = 2 ** 31 - 1

/**
 * Keeps the priorities of a race among its writers: the number of a process that has gone may be a stranger's.
 *
 * @param writerOf the real number of a writer that a target knows by this one; null where it is none
 * @param refused told of a process that would have been reached; to a target, it is not there
 */
export function keepStrangersPriorities(
  writerOf: (pid: number) => number | null,
  refused: (pid: number) => void,
): void {
  const { setPriority } = os
  const set = (...args: [number, number?]): void => {
    const [pid, priority] = args
    const namesOther = priority !== undefined && Number.isInteger(pid) && pid !== 0
    const writer = namesOther ? writerOf(pid) : null
    if (namesOther && writer === null) refused(pid)
    Reflect.apply(setPriority, os, namesOther ? [writer ?? nobody, priority] : args)
  }
  os.setPriority = set
}
