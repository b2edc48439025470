import type { ControlledGate } from './gate.ts'

const lookEveryMillis = 1000
const patienceMillis = 4000

/** Captured before the virtual clock is there, and before a look at it is named. */
const { setInterval } = globalThis
const resources = process.getActiveResourcesInfo.bind(process)
const { hrtime } = process

/**
 * Tells the controller what keeps this process from becoming quiet: something real that is not under control,
 * such as a socket or a child process. A thread that never returns to its event loop cannot tell; that is the
 * watchdog's to notice.
 */
export function reportStalls(gate: ControlledGate, executing: () => boolean): void {
  let turns = -1
  let since = 0n
  const look = () => {
    if (!executing() || gate.turns !== turns) {
      turns = gate.turns
      since = hrtime.bigint()
      return
    }
    if (Number(hrtime.bigint() - since) / 1e6 < patienceMillis) return
    gate.stall([...new Set(resources())])
  }
  setInterval(look, lookEveryMillis).unref()
}
