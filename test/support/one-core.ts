import { spawnSync } from 'node:child_process'
import { pins } from '../../harness/processes/cores.ts'

let isPinned = false

/**
 * For a test in whose own process steps are granted: it and its writers share a core, as a controller and its writers
 * do. Vitest numbers its workers from 1: they take different ones.
 */
export function takeOneCore(): void {
  if (isPinned) return
  isPinned = true
  const cores = pins()
  const [program, ...pin] = cores[Number(process.env['VITEST_POOL_ID'] ?? 1) % cores.length] ?? []
  if (program !== undefined)
    spawnSync(program, [...pin.slice(0, -1), '-p', ...pin.slice(-1), String(process.pid)])
}
