import { spawn } from 'node:child_process'

const stderrTailBytes = 2000

/**
 * Runs a program to its end.
 *
 * @param argv the program, then its arguments
 * @param stdin what it is given there
 * @returns a promise that resolves on exit status 0, and rejects with the end of what it printed on stderr on any other,
 *   or where it could not be started.
 */
export function runProgram([program = '', ...args]: readonly string[], stdin: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-stderrTailBytes)
    })
    // A program may end without reading its input: its exit status tells, not the broken pipe.
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
    child.on('error', reject)
    child.on('close', (status, signal) => {
      if (status === 0) resolve()
      else reject(new Error(`${program} ended with ${signal ?? `status ${status}`}: ${stderr.trim()}`))
    })
  })
}
