import { appendFile, readFile } from 'node:fs/promises'
import { fileAppender } from 'onewriter'
import { withLock } from '../../../reports/targets/parts/directory-lock.ts'
import { replace } from '../../../reports/targets/parts/replace.ts'

/** Nobody inserts while the file is compacted. */
export default fileAppender((file, line) =>
  withLock(`${file}.lock`, async () => {
    await appendFile(file, `${line}\n`)
    await replace(file, await readFile(file, 'utf8'))
  }),
)
