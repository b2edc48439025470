import fs from 'node:fs'
import path from 'node:path'
import { UsageError } from '../model/errors.ts'

/** A function of the user's, as the command line names it. */
export interface FunctionName {
  /** Absolute path of the module. */
  readonly file: string
  /** `default` where the operand names no export. */
  readonly exported: string
}

const expected = 'expected FILE#EXPORT, for example src/save.ts#save'

/**
 * Takes `FILE#EXPORT` apart. A file whose own name holds a `#` is found, too.
 *
 * @throws UsageError when there is no such file, or what is there is no module.
 */
export function parseOperand(operand: string): FunctionName {
  const at = fs.existsSync(operand) ? -1 : operand.lastIndexOf('#')
  const file = path.resolve(at === -1 ? operand : operand.slice(0, at))
  const exported = at === -1 ? 'default' : operand.slice(at + 1)
  if (exported === '') throw new UsageError(`${operand}: no export is named after #; ${expected}`)
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (!stat) throw new UsageError(`${operand}: there is no file ${path.relative('.', file)}; ${expected}`)
  if (!stat.isFile() || !/\.[cm]?[jt]s$/.test(file)) {
    const program = 'a program in another language is declared by commandTarget: docs/any-program.md'
    throw new UsageError(`${operand}: expected a module of JavaScript or TypeScript; ${expected}; ${program}`)
  }
  return { file, exported }
}
