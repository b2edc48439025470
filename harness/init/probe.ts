import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { documentOf } from '../model/document.ts'
import type { FunctionName } from './operand.ts'
import { inNewDirectory, runAttempt, usualPatienceMillis } from './run-attempt.ts'
import { shapes, type Shape } from './shapes.ts'

const mostFileBytes = 1024 * 1024
const document = documentOf({ writer: 1, call: 1 }, { session: 's1', payloadBytes: 24 })

export interface Probed {
  /** Null where no shape fits. */
  readonly shape: Shape | null
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
  name: FunctionName,
  patienceMillis: number = usualPatienceMillis,
): Promise<Probed> {
  const misfits: string[] = []
  for (const shape of shapes) {
    const { rejected, bytes } = await tryShape(operand, shape, name, patienceMillis)
    if (bytes !== null && shape.fits(bytes, document)) return { shape, misfits }
    misfits.push(misfitOf(shape, rejected, bytes))
  }
  return { shape: null, misfits }
}

interface Tried {
  /** Why the call was rejected; null where it was not. */
  readonly rejected: string | null
  /** Of the file that the function was to write; null where there is none, or it is too large. */
  readonly bytes: Uint8Array | null
}

function tryShape(
  operand: string,
  shape: Shape,
  { file, exported }: FunctionName,
  patienceMillis: number,
): Promise<Tried> {
  return inNewDirectory(async (directory) => {
    const parameters = [path.join(directory.path, 's1.json'), shape.argument(document)]
    const attempt = { module: pathToFileURL(file).href, exported, parameters }
    const found = await runAttempt(operand, attempt, directory, patienceMillis)
    const rejected = found.kind === 'called' ? found.rejected : null
    return { rejected, bytes: bytesOf(directory.at('s1.json')) }
  })
}

function bytesOf(file: string): Uint8Array | null {
  const stat = fs.lstatSync(file, { throwIfNoEntry: false })
  return stat?.isFile() && stat.size <= mostFileBytes ? fs.readFileSync(file) : null
}

function misfitOf({ name }: Shape, rejected: string | null, bytes: Uint8Array | null): string {
  const given = name === 'text' ? 'a text' : 'a value'
  if (rejected !== null) return `called with a path and ${given}, it was rejected: ${rejected}`
  const left = bytes === null ? 'no file' : 'something else'
  return `called with a path and ${given}, it left ${left} there`
}
