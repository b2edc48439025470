import fs from 'node:fs'
import { expect, test } from 'vitest'
import { startCli } from '../support/cli.ts'

// Every write to it gives ENOSPC: full(4).
test.runIf(fs.existsSync('/dev/full'))('a standard output that takes nothing is no verdict', async () => {
  const { exitCode, stderr } = await startCli(['--version'], {}, ['sh', '-c', 'exec "$0" "$@" >/dev/full'])
  expect(exitCode).toBe(2)
  expect(stderr).toBe('standard output cannot be written to (ENOSPC)')
})
