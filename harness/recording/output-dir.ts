import fs from 'node:fs'
import path from 'node:path'
import { messageOf, UsageError } from '../model/errors.ts'

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
    if (made !== undefined) removeBetween(dir, path.dirname(made))
  } catch (error) {
    throw new UsageError(
      `--output-dir=${outputDir}: expected a directory that can be written to (${messageOf(error)})`,
    )
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
