import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { execa } from 'execa'
import tmp from 'tmp-promise'
import { documentOf } from '../model/document.ts'
import { GuardedDirectory } from '../guarded/guarded-directory.ts'
import { UsageError } from '../model/errors.ts'
import type { Attempt, Found } from './attempt.ts'
import type { FunctionName } from './operand.ts'
import { shapes, type Shape } from './shapes.ts'

/** Beyond which a try counts as one that never ends. */
const patience = 10_000
const mostResultBytes = 64 * 1024
const mostFileBytes = 1024 * 1024
const document = documentOf({ writer: 1, call: 1 }, { session: 's1', payloadBytes: 24 })

export interface Probed {
  /** Null where no shape fits. */
  readonly shape: Shape | null
  /** Whether the module can be imported with the export's name; else it is a property of the default export. */
  readonly isNamed: boolean
  /** What came of each try that did not fit, in words. */
  readonly misfits: readonly string[]
}

/**
 * Finds out how a function saves, by trying it: in a process of its own, whose working directory is a new and empty
 * one. Nothing else of the user's files is named to it.
 *
 * @param patienceMillis how long a try may take; a process that goes on after the call has settled is ended then
 * @throws UsageError when the module does not load, has no such function, or the call never settles.
 */
export async function probe(
  operand: string,
  { file, exported }: FunctionName,
  patienceMillis: number = patience,
): Promise<Probed> {
  const misfits: string[] = []
  let isNamed = true
  for (const shape of shapes) {
    const tried = await tryInDirectory(shape, { file, exported, patienceMillis })
    if (tried.found === null) throw new UsageError(`${operand}: ${tried.end}`)
    if (tried.found.kind === 'does-not-load') {
      throw new UsageError(`${operand}: it does not load: ${tried.found.message}`)
    }
    if (tried.found.kind === 'no-function')
      throw new UsageError(`${operand}: ${missing(exported, tried.found.functions)}`)
    isNamed = tried.found.isNamed
    const { bytes } = tried
    if (bytes !== null && shape.fits(bytes, document)) return { shape, isNamed, misfits }
    misfits.push(misfitOf(shape, tried.found.rejected, bytes))
  }
  return { shape: null, isNamed, misfits }
}

interface Tried {
  /** Null where the process ended without telling; then `end` says how. */
  readonly found: Found | null
  readonly end: string
  /** Of the file that the function was to write; null where there is none, or it is too large. */
  readonly bytes: Uint8Array | null
}

async function tryInDirectory(
  shape: Shape,
  tries: FunctionName & { readonly patienceMillis: number },
): Promise<Tried> {
  const directory = GuardedDirectory.make(await tmp.tmpName({ prefix: 'onewriter-init' }))
  try {
    return await tryShape(shape, directory, tries)
  } finally {
    directory.remove()
    directory.close()
  }
}

async function tryShape(
  shape: Shape,
  directory: GuardedDirectory,
  { file, exported, patienceMillis }: FunctionName & { readonly patienceMillis: number },
): Promise<Tried> {
  const written = path.join(directory.path, 's1.json')
  const attempt: Attempt = {
    module: pathToFileURL(file).href,
    exported,
    parameters: [written, shape.argument(document)],
  }
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
  const found = line === '' ? null : (JSON.parse(line) as Found)
  return { found, end, bytes: bytesOf(directory.at('s1.json')) }
}

function bytesOf(file: string): Uint8Array | null {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false })
  return stat?.isFile() && stat.size <= mostFileBytes ? fs.readFileSync(file) : null
}

function missing(exported: string, functions: readonly string[]): string {
  const there = functions.length === 0 ? 'it exports no function' : `it exports ${functions.join(', ')}`
  return `it exports no function \`${exported}\`; ${there}`
}

function misfitOf({ name }: Shape, rejected: string | null, bytes: Uint8Array | null): string {
  const given = name === 'text' ? 'a text' : 'a value'
  if (rejected !== null) return `called with a path and ${given}, it was rejected: ${rejected}`
  const left = bytes === null ? 'no file' : 'something else'
  return `called with a path and ${given}, it left ${left} there`
}
