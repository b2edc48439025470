import fs from 'node:fs'
import path from 'node:path'
import { UsageError } from '../model/errors.ts'
import { isInstalled, moduleEnding, nameOf, resolveFrom } from './packages.ts'

/** A function, as the command line names it: of a module of the user's, or of a package. */
export interface FunctionName {
  /** Absolute path of the module. */
  readonly file: string
  /** `default` where the operand names no export. */
  readonly exported: string
  /** What a module in the working directory imports it by, where that is a package's name; null: by its path. */
  readonly packaged: string | null
}

const expected =
  'expected FILE#EXPORT or PACKAGE#EXPORT, for example src/save.ts#save or write-file-atomic#writeFile'

/**
 * Finds what `FILE#EXPORT` or `PACKAGE#EXPORT` names. A file whose own name holds a `#` is found, too.
 *
 * @throws UsageError when there is no such file or package, or what is there is no module.
 */
export async function parseOperand(operand: string): Promise<FunctionName> {
  const at = fs.existsSync(operand) ? -1 : operand.lastIndexOf('#')
  const named = at === -1 ? operand : operand.slice(0, at)
  const exported = at === -1 ? 'default' : operand.slice(at + 1)
  if (exported === '') throw new UsageError(`${operand}: no export is named after #; ${expected}`)
  const file = path.resolve(named)
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (stat?.isFile()) {
    assertModule(operand, file)
    return { file, exported, packaged: isInstalled(file) ? await nameOf(file) : null }
  }
  const found = await resolveFrom('.', named)
  if ('file' in found) {
    assertModule(operand, found.file)
    return { ...found, exported }
  }
  if (found.why !== null) throw new UsageError(`${operand}: ${found.why}; ${expected}`)
  if (stat) throw noModule(operand)
  const noFile = `there is no file ${path.relative('.', file)}`
  const noPackage =
    found.name === null ? '' : `, and no package ${found.name} is installed where init was started`
  throw new UsageError(`${operand}: ${noFile}${noPackage}; ${expected}`)
}

function assertModule(operand: string, file: string): void {
  if (!moduleEnding.test(file)) throw noModule(operand)
}

function noModule(operand: string): UsageError {
  const program = 'a program in another language is declared by commandTarget: docs/any-program.md'
  return new UsageError(`${operand}: expected a module of JavaScript or TypeScript; ${expected}; ${program}`)
}
