import { spawnSync } from 'node:child_process'
import { idleByCore, pins } from '../../harness/processes/cores.ts'

/** Long enough to tell which core has less to do: the kernel counts in hundredths of a second. */
const lookMillis = 200
let isPinned = false

/** For a test in whose own process steps are granted: it and its writers share a core, as a controller and its writers do. */
export function takeOneCore(): void {
  if (isPinned) return
  isPinned = true
  const before = idleByCore()
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, lookMillis)
  const [program, ...pin] = pins(before)[0] ?? []
  if (program !== undefined)
    spawnSync(program, [...pin.slice(0, -1), '-p', ...pin.slice(-1), String(process.pid)])
}
