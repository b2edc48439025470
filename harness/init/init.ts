import fs from 'node:fs'
import path from 'node:path'
import { UsageError } from '../model/errors.ts'
import { findFunction } from './find-function.ts'
import { wordsOf, type Form } from './forms.ts'
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
 * Writes a target for a function of the user's, beside the module that it is in; for one that was installed, in the
 * working directory.
 *
 * @param operand `FILE#EXPORT` or `PACKAGE#EXPORT`
 * @throws UsageError when there is no such function, or the target is there already; in this order.
 */
export async function init(operand: string): Promise<Initialised> {
  const name = await parseOperand(operand)
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
  const { fitting, alsoFitting, misfits, nearest } = await probe(operand, name)
  write(file, target, targetSource(name, { fitting, nearest, isNamed }))
  const says = fitting
    ? [foundBy(fitting), ...alsoFitting.map((other) => whyNot(other, fitting))]
    : [...byOutcome(misfits), ...(nearest ? [`the target calls it with ${wordsOf(nearest.form)}`] : [])]
  return { target, isReady: fitting !== null, says }
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

/** Why a form was not chosen that would have done. */
function whyNot({ form, seen }: Fitting, chosen: Fitting): string {
  const also = `called with ${wordsOf(form)}, it saves as well: ${wayWords[seen.way]}`
  return `${also}; ${wordsOf(chosen.form)} was chosen, since ${advantageOf(chosen, form)}`
}

function advantageOf({ form: chosen, seen }: Fitting, other: Form): string {
  if (chosen.inOptions === undefined && other.inOptions !== undefined) return 'it needs no object of options'
  if (chosen.isPlaceLast !== other.isPlaceLast) return 'the path comes first in most functions'
  if (seen.way === 'text' && chosen.place === 'file')
    return 'what it saves can then be compared byte for byte'
  return 'it is tried first'
}

function write(file: string, target: string, source: string): void {
  try {
    fs.writeFileSync(file, source, { flag: 'wx' })
  } catch (error) {
    throw new UsageError(`${target} cannot be written: ${(error as Error).message}`)
  }
}
