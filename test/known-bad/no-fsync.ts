import fs from 'node:fs/promises'
import path from 'node:path'
import { fileWriter } from 'onewriter'

let count = 0

/** Never waits for the data to be on disk: after a power loss, the new name may lead to an empty file. */
export default fileWriter(async (file, text) => {
  const temporary = path.join(path.dirname(file), `${process.pid}-${(count += 1)}.tmp`)
  await fs.writeFile(temporary, text)
  await fs.rename(temporary, file)
  const directory = await fs.open(path.dirname(file))
  await directory.sync()
  await directory.close()
})
