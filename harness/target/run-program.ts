import { spawn } from 'node:child_process'
import type { StartedProgram } from '../model/target.ts'

const stderrTailBytes = 2000

/**
 * Runs a program to its end.
 *
 * @param onStarted told its process number at once, where it could be started
 * @returns a promise that resolves on exit status 0, and rejects with the end of what it printed on stderr on any other,
 *   or where it could not be started.
 */
export function runProgram(
  { argv: [program = '', ...args], input }: StartedProgram,
  onStarted: (pid: number) => void = () => {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] })
    if (child.pid !== undefined) onStarted(child.pid)
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-stderrTailBytes)
    })
    // A program may end without reading its input: its exit status tells, not the broken pipe.
    child.stdin.on('error', () => {})
    child.stdin.end(input)
    child.on('error', reject)
    child.on('close', (status, signal) => {
      if (status === 0) resolve()
      else reject(new Error(`${program} ended with ${signal ?? `status ${status}`}: ${stderr.trim()}`))
    })
  })
}
