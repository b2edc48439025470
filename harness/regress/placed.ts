import fs from 'node:fs'
import path from 'node:path'
import { messageOf, UsageError } from '../model/errors.ts'
import { replaceFile } from '../recording/output-dir.ts'

/** A file that is to be written. */
export interface NewFile {
  readonly path: string
  readonly text: string
  readonly isProgram?: true
}

/**
 * Writes files that are not there. What is there already, as it is to be, stays. Nothing is written where one of them is
 * in the way.
 *
 * @param force whether what is there may be replaced. A link is replaced, and not followed
 * @returns those that were written
 * @throws UsageError where a file is in the way, or cannot be written.
 */
export function placeFiles(files: readonly NewFile[], force: boolean): NewFile[] {
  const missing = files.filter((file) => textOf(file.path) !== file.text)
  const inTheWay = missing.find((file) => isThere(file.path))
  if (inTheWay && !force) {
    throw new UsageError(`${relative(inTheWay)} is there already; move it away, or say --force to replace it`)
  }
  for (const file of missing) place(file, force)
  return missing
}

function place(file: NewFile, force: boolean): void {
  try {
    if (force) replaceFile(file.path, file.text)
    else fs.writeFileSync(file.path, file.text, { flag: 'wx' })
    if (file.isProgram) fs.chmodSync(file.path, 0o755)
  } catch (error) {
    throw new UsageError(`${relative(file)} cannot be written: ${messageOf(error)}`)
  }
}

function isThere(file: string): boolean {
  return fs.lstatSync(file, { throwIfNoEntry: false }) !== undefined
}

/** Null where it is no regular file that can be read. */
function textOf(file: string): string | null {
  try {
    return fs.lstatSync(file).isFile() ? fs.readFileSync(file, 'utf8') : null
  } catch {
    return null
  }
}

function relative({ path: file }: NewFile): string {
  return path.relative('.', file)
}
