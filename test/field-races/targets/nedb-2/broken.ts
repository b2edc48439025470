import { appendFile, readFile } from 'node:fs/promises'
import { fileAppender } from 'onewriter'
import { replace } from '../../../reports/targets/parts/replace.ts'

/**
 * louischatriot/nedb#384: after each insert the file is compacted: read, and written anew without what another one
 * has inserted since.
 */
export default fileAppender(async (file, line) => {
  await appendFile(file, `${line}\n`)
  await replace(file, await readFile(file, 'utf8'))
})
