import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { fileWriter } from 'onewriter'

/** Makes room for the new file first: until the rename, there is none. */
export default fileWriter(async (file, text) => {
  const temporary = `${file}.${randomUUID()}.tmp`
  await fs.promises.writeFile(temporary, text)
  await fs.promises.rm(file, { force: true })
  await fs.promises.rename(temporary, file)
})
