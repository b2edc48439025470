import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { isWhole, settingsWithBackup, textOf } from './parts/kept-copy.ts'

/** Report 10, mended: the backup is renewed from a whole file alone, and both are replaced by a rename. */
export default settingsWithBackup(
  (file, backup, text) => {
    const present = textOf(file)
    if (present !== null && isWhole(present)) replaceForGood(backup, present)
    replaceForGood(file, text)
  },
  (dir) => {
    for (const name of readdirSync(dir)) if (name.endsWith('.tmp')) rmSync(path.join(dir, name))
  },
)

function replaceForGood(file: string, text: string): void {
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    writeFileSync(temporary, text, { flag: 'wx', flush: true })
    renameSync(temporary, file)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  const folder = openSync(path.dirname(file), 'r')
  fsyncSync(folder)
  closeSync(folder)
}
