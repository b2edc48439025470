import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { fileWriter } from 'onewriter'

/** Where a rename is refused, as between file systems or while a virus scanner looks on, the file itself is written. */
export default fileWriter(async (file, text) => {
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    await fs.promises.writeFile(temporary, text)
    await fs.promises.rename(temporary, file)
  } catch (error) {
    await fs.promises.rm(temporary, { force: true })
    if (!['EPERM', 'EXDEV'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    await fs.promises.writeFile(file, text)
  }
})
