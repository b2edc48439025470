import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { messageOf, UsageError } from '../model/errors.ts'

/** By output directory, where it really was when a run began: a target may put a link in its place. */
const known = new Map<string, string>()

/**
 * Finds out before a long search whether what it finds can be saved; leaves nothing behind.
 *
 * @throws UsageError when the directory cannot be made or written to.
 */
export function assertWritable(outputDir: string): void {
  const dir = path.resolve(outputDir)
  try {
    const made = fs.mkdirSync(dir, { recursive: true })
    fs.accessSync(dir, fs.constants.W_OK)
    known.set(dir, fs.realpathSync(dir))
    if (made !== undefined) removeBetween(dir, path.dirname(made))
  } catch (error) {
    throw new UsageError(
      `--output-dir=${outputDir}: expected a directory that can be written to (${messageOf(error)})`,
    )
  }
}

/**
 * Writes a file of the output directory, complete or not at all: under a temporary name, which is then renamed. A link
 * that has the file's name is replaced, and not followed.
 *
 * @param file its path; the folder that it lies in is the output directory, and is made where it is not there
 * @throws Error as open(2) and rename(2), or when the directory is no longer where it was when the run began.
 */
export function replaceFile(file: string, text: string): void {
  const dir = path.resolve(path.dirname(file))
  fs.mkdirSync(dir, { recursive: true })
  const real = fs.realpathSync(dir)
  const before = known.get(dir) ?? real
  if (real !== before) throw new Error(`${dir} led to ${before} when the run began, and now leads to ${real}`)
  const temporary = path.join(real, `.${randomUUID()}.tmp`)
  try {
    fs.writeFileSync(temporary, text, { flag: 'wx' })
    fs.renameSync(temporary, path.join(real, path.basename(file)))
  } catch (error) {
    fs.rmSync(temporary, { force: true })
    throw error
  }
}

function removeBetween(dir: string, until: string): void {
  for (let each = dir; each !== until; each = path.dirname(each)) {
    try {
      fs.rmdirSync(each)
    } catch {
      return // Somebody else has begun to use it.
    }
  }
}
