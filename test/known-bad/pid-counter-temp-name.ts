import fs from 'node:fs'
import { fileWriter } from 'onewriter'

let count = 0

/** Unique on one machine; in containers that share a volume, every writer has the same pid and the same count. */
export default fileWriter(async (file, text) => {
  const temporary = `${file}.${process.pid}.${(count += 1)}.tmp`
  await fs.promises.writeFile(temporary, text)
  await fs.promises.rename(temporary, file)
})
