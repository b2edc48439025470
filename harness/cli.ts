#!/usr/bin/env node
import { exitCode } from './cli/exit-code.ts'
import { run } from './cli/run.ts'
import { say } from './cli/say.ts'

// A full disk, or a reader that has gone: what nobody could read must not look like a verdict.
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE') say(`standard output cannot be written to (${code})\n`, 'stderr')
  process.exit(exitCode.usage)
})
process.stderr.on('error', () => {})

process.exitCode = await run(process.argv.slice(2))
