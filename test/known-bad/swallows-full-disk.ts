import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { fileWriter } from 'onewriter'

/** A full disk shall not take the application down: it is ignored, and what there is of the file is renamed. */
export default fileWriter(async (file, text) => {
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    await fs.promises.writeFile(temporary, text)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') {
      await fs.promises.rm(temporary, { force: true })
      throw error
    }
  }
  await fs.promises.rename(temporary, file)
})
