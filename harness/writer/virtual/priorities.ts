import os from 'node:os'
import { disguise } from '../fs/faces/disguise.ts'
import type { Patches } from './patches.ts'

const { getPriority, setPriority } = os
const { PRIORITY_HIGHEST: highest, PRIORITY_LOW: lowest } = os.constants.priority
/** More than any process number of Linux or macOS. */
const nobody = 2 ** 31 - 1

/**
 * Keeps priorities within this process, and there they are only remembered: the number that a target takes for its own
 * may be a stranger's. To a target, nobody else is there. https://nodejs.org/api/os.html#ossetprioritypid-priority
 *
 * @param ownPid the process number that the target reads
 * @param refused told of a process that it would have reached
 */
export class Priorities {
  #own = 0

  /** An execution begins. */
  reset(): void {
    this.#own = 0
  }

  patch(patches: Patches, ownPid: () => number, refused: (what: string) => void): void {
    const isOwn = (pid: unknown): boolean => pid === undefined || pid === 0 || pid === ownPid()
    const get = (pid?: number): number => (isOwn(pid) ? this.#own : getPriority(isPid(pid) ? nobody : pid))
    const set = (...args: [number, number?]): void => {
      const [pid, priority] = args[1] === undefined ? [0, args[0]] : (args as [number, number])
      const isValid = isPid(pid) && Number.isInteger(priority) && priority >= highest && priority <= lowest
      // Node says what is wrong with it.
      if (!isValid) setPriority(pid, priority)
      else if (isOwn(pid)) this.#own = priority
      else {
        refused(`priority: os.setPriority of process ${pid}`)
        setPriority(nobody, priority)
      }
    }
    patches.replace(os, 'getPriority', disguise(get, getPriority))
    patches.replace(os, 'setPriority', disguise(set, setPriority))
  }
}

function isPid(pid: unknown): pid is number {
  return Number.isInteger(pid) && (pid as number) >= 0 && (pid as number) <= nobody
}
