import fs from 'node:fs'
import path from 'node:path'
import { UsageError } from '../model/errors.ts'
import { findFunction } from './find-function.ts'
import { wordsOf } from './forms.ts'
import { parseOperand } from './operand.ts'
import { probe, type Fitting, type Misfit } from './probe.ts'
import { classSource, targetFileOf, targetSource } from './target-source.ts'
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
  const { isNamed, methods } = await findFunction(operand, name)
  if (fs.existsSync(file)) {
    throw new UsageError(
      `${target} is there already; run check on it, or move it away to have one written anew`,
    )
  }
  if (methods) {
    write(file, target, classSource(name, { methods, isNamed }))
    return {
      target,
      isReady: false,
      says: ['it is a class, so nothing was tried: its methods are the calls'],
    }
  }
  const { fitting, misfits } = await probe(operand, name)
  write(file, target, targetSource(name, { fitting, isNamed }))
  return { target, isReady: fitting !== null, says: fitting ? [foundBy(fitting)] : byOutcome(misfits) }
}

/** A line for each outcome: most tries come to the same. */
function byOutcome(misfits: readonly Misfit[]): string[] {
  const outcomes = [...new Set(misfits.map(({ outcome }) => outcome))]
  return outcomes.map((outcome) => {
    const tried = misfits.filter((misfit) => misfit.outcome === outcome).map(({ form }) => form)
    return `called twice with ${tried.join('; or ')}: ${outcome}`
  })
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
