import { syncBuiltinESMExports } from 'node:module'
import type { Gate } from '../gate.ts'
import { Clock } from './clock.ts'
import { patchIdentity } from './identity.ts'
import { patchMachine } from './machine.ts'
import { patchOtherClocks } from './other-clocks.ts'
import { Patches } from './patches.ts'
import { Priorities } from './priorities.ts'
import { patchRandomness, sourcesFor } from './randomness.ts'
import { patchSignals } from './signals.ts'
import { patchSleep } from './sleep.ts'
import { patchTime } from './time.ts'
import { TimerQueue } from './timer-queue.ts'
import { patchTimers } from './timers.ts'
import { noteUndecided } from './undecided.ts'

export interface InstallVirtualOptions {
  readonly gate: Gate
  /**
   * Virtual milliseconds of the whole execution, as the controller keeps them: they move when a timer step is granted,
   * to its `dueMillis` if that is later, and with nothing else.
   */
  readonly nowMillis: () => number
  /** Names what no schedule decides. */
  readonly note?: (what: string) => void
}

export interface Execution {
  readonly seed: number
  readonly writer: number
  /** How many writers it may know of. */
  readonly writers?: number
  readonly pid: number
  readonly ppid?: number
  readonly startMillis: number
}

export interface InstalledVirtual {
  /** A new execution begins: pending timers are forgotten, and all that follows is a function of these. */
  reset(execution: Execution): void
  uninstall(): void
}

/** Makes time, timers, randomness and process numbers functions of the seed and of what this writer observes. */
export function installVirtual({
  gate,
  nowMillis,
  note = () => {},
}: InstallVirtualOptions): InstalledVirtual {
  const patches = new Patches()
  const clock = new Clock(nowMillis)
  const millis = (): number => clock.millis()
  const queue = new TimerQueue(gate, millis)
  let identity = { pid: process.pid, ppid: process.ppid }
  let sources = sourcesFor(0, 0)
  let peers = { writer: 0, writers: 0 }

  clock.reset(Math.floor(nowMillis()), 0)
  patchTime(patches, clock)
  patchOtherClocks(patches, clock)
  patchMachine(patches, clock)
  patchTimers(patches, queue)
  patchSleep(patches, gate, millis)
  patchRandomness(patches, () => sources, millis)
  noteUndecided(patches, note)
  const priorities = new Priorities()
  priorities.patch(patches, () => identity.pid, note)
  patchIdentity(patches, () => identity)
  patchSignals(patches, { gate, note, peers: () => ({ pid: identity.pid, ...peers }) })
  syncBuiltinESMExports()

  return {
    reset({ seed, writer, writers = writer, pid, ppid = 1, startMillis }) {
      const isRenamed = pid !== identity.pid || ppid !== identity.ppid
      identity = { pid, ppid }
      peers = { writer, writers }
      sources = sourcesFor(seed, writer)
      clock.reset(startMillis, writer)
      priorities.reset()
      queue.reset()
      // `import { pid } from 'node:process'` is a copy.
      if (isRenamed) syncBuiltinESMExports()
    },
    uninstall() {
      queue.reset()
      patches.undo()
      syncBuiltinESMExports()
    },
  }
}
