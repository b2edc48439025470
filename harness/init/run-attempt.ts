import { createRequire } from 'node:module'
import { execa } from 'execa'
import tmp from 'tmp-promise'
import { GuardedDirectory } from '../guarded/guarded-directory.ts'
import { UsageError } from '../model/errors.ts'
import type { Attempt, Found } from './attempt.ts'

/** Beyond which an attempt counts as one that never ends. */
export const usualPatienceMillis = 10_000
const mostResultBytes = 64 * 1024

export type Answer = Exclude<Found, { readonly kind: 'does-not-load' | 'no-function' }>

/**
 * Makes an attempt, in a process of its own.
 *
 * @param operand as the user gave it
 * @param patienceMillis how long it may take; a process that goes on after it has answered is ended then
 * @throws UsageError when the module does not load, has no such function, or the process tells nothing.
 */
export async function runAttempt(
  operand: string,
  attempt: Attempt,
  directory: GuardedDirectory,
  patienceMillis: number,
): Promise<Answer> {
  const program = createRequire(import.meta.url).resolve('#init-attempt')
  const { stdio, timedOut, exitCode, signal } = await execa(process.execPath, [program], {
    cwd: directory.path,
    input: JSON.stringify(attempt),
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    maxBuffer: { fd3: mostResultBytes },
    reject: false,
    timeout: patienceMillis,
    killSignal: 'SIGKILL',
  })
  const [line = ''] = stdio[3].split('\n')
  const end = timedOut
    ? `it did not come to its end within ${patienceMillis / 1000} s; expected a function that saves and lets its process end`
    : `its process ended with ${signal ?? `exit code ${exitCode}`} before the call had settled`
  if (line === '' && attempt.calls !== null && !timedOut) return { kind: 'called', rejected: end, asked: [] }
  if (line === '') throw new UsageError(`${operand}: ${end}`)
  const found = JSON.parse(line) as Found
  if (found.kind === 'does-not-load') throw new UsageError(`${operand}: it does not load: ${found.message}`)
  if (found.kind === 'no-function') throw new UsageError(`${operand}: ${missing(attempt.exported, found)}`)
  return found
}

/** Gives a directory of its own, new and empty, for as long as it is used. */
export async function inNewDirectory<T>(use: (directory: GuardedDirectory) => Promise<T>): Promise<T> {
  const directory = GuardedDirectory.make(await tmp.tmpName({ prefix: 'onewriter-init' }))
  try {
    return await use(directory)
  } finally {
    directory.remove()
    directory.close()
  }
}

function missing(exported: string, { functions, isTarget }: Extract<Found, { kind: 'no-function' }>): string {
  if (isTarget) return 'its default export is a target already; run check on it, or name another file'
  const there =
    functions.length === 0
      ? 'it exports no function'
      : `it exports ${functions.join(', ')}; expected FILE#EXPORT with one of them`
  return `it exports no function \`${exported}\`; ${there}`
}
