import { ChildProcess } from 'node:child_process'
import { createRequire, syncBuiltinESMExports } from 'node:module'

/**
 * Set up before each file of the unit tests: whatever starts a process there fails, so that the fast lane stays fast.
 */
const refuse = (): never => {
  throw new Error(
    'expected a test that starts no process; name its file in vitest.config.ts as one that does',
  )
}

Reflect.set(ChildProcess.prototype, 'spawn', refuse)
const childProcess = createRequire(import.meta.url)('node:child_process') as Record<string, unknown>
for (const name of ['spawnSync', 'execFileSync', 'execSync']) childProcess[name] = refuse
syncBuiltinESMExports()
