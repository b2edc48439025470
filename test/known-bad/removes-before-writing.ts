import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { fileWriter } from 'onewriter'

/** Frees the space of the old file for the new one, which may then come to nothing. */
export default fileWriter(async (file, text) => {
  const temporary = `${file}.${randomUUID()}.tmp`
  await fs.promises.rm(file, { force: true })
  try {
    await fs.promises.writeFile(temporary, text)
    await fs.promises.rename(temporary, file)
  } catch (error) {
    await fs.promises.rm(temporary, { force: true })
    throw error
  }
})
