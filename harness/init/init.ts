import fs from 'node:fs'
import path from 'node:path'
import { UsageError } from '../model/errors.ts'
import { findFunction } from './find-function.ts'
import { wordsOf } from './forms.ts'
import { parseOperand } from './operand.ts'
import { probe, type Fitting } from './probe.ts'
import { targetFileOf, targetSource } from './target-source.ts'
import { wayWords } from './ways.ts'

export interface Initialised {
  /** Of the target that was written, relative to the working directory. */
  readonly target: string
  /** Whether it can be run as it is; else the user has something to fill in. */
  readonly isReady: boolean
  /** How the function was found to save, or why that is not known. */
  readonly says: readonly string[]
}

/**
 * Writes a target for a function of the user's, beside the module that it is in.
 *
 * @param operand `FILE#EXPORT`
 * @throws UsageError when there is no such function, or the target is there already; in this order.
 */
export async function init(operand: string): Promise<Initialised> {
  const name = parseOperand(operand)
  const file = targetFileOf(name)
  const target = path.relative('.', file)
  const { isNamed } = await findFunction(operand, name)
  if (fs.existsSync(file)) {
    throw new UsageError(
      `${target} is there already; run check on it, or move it away to have one written anew`,
    )
  }
  const { fitting, misfits } = await probe(operand, name)
  write(file, target, targetSource(name, { fitting, isNamed }))
  return { target, isReady: fitting !== null, says: fitting ? [foundBy(fitting)] : misfits }
}

function foundBy({ form, seen }: Fitting): string {
  const where =
    form.place === 'file'
      ? ''
      : ` (${seen.file}, ${form.place === 'none' ? 'in the working directory' : 'in that directory'})`
  return `called twice with ${wordsOf(form)}: ${wayWords[seen.way]}${where}`
}

function write(file: string, target: string, source: string): void {
  try {
    fs.writeFileSync(file, source, { flag: 'wx' })
  } catch (error) {
    throw new UsageError(`${target} cannot be written: ${(error as Error).message}`)
  }
}
