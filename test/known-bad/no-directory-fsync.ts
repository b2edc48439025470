import fs from 'node:fs/promises'
import path from 'node:path'
import { fileWriter } from 'onewriter'

let count = 0

/** Never waits for the directory to be on disk: after a power loss, the file may be the earlier one, or none. */
export default fileWriter(async (file, text) => {
  const temporary = path.join(path.dirname(file), `${process.pid}-${(count += 1)}.tmp`)
  await fs.writeFile(temporary, text, { flush: true })
  await fs.rename(temporary, file)
})
