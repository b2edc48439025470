import { spawnSync } from 'node:child_process'
import type { Runtime } from '../model/runtime.ts'

const patienceMillis = 10_000
const known = new Map<string, Runtime>([[process.execPath, { name: 'node', version: process.version }]])

/**
 * Which runtime a program is, as it says itself when it is asked for its version: `v20.20.2`, `deno 2.9.6 (…)`, `1.4.5`.
 * Of one that says nothing, or that cannot be started, whoever starts it finds out: it counts as Node.
 */
export function runtimeOf(program: string): Runtime {
  const before = known.get(program)
  if (before) return before
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: patienceMillis })
  const runtime = saidBy(stdout ?? '')
  known.set(program, runtime)
  return runtime
}

function saidBy(text: string): Runtime {
  const [, prefix = '', version = ''] = /^(deno |v)?(\d\S*)/.exec(text) ?? []
  if (version === '') return { name: 'node', version: '' }
  if (prefix === 'v') return { name: 'node', version: `v${version}` }
  return { name: prefix === '' ? 'bun' : 'deno', version }
}
