import { readFile } from 'node:fs/promises'
import { fileAppender } from 'onewriter'
import { replace } from './parts/replace.ts'

/**
 * Report 12, ReflexioAI/claude-smart#30: a log is read, added to, and renamed into place: of two writers' lines one
 * is lost.
 */
export default fileAppender(async (file, line) => {
  const log = await readFile(file, 'utf8').catch(() => '')
  await replace(file, `${log}${line}\n`)
})
