import fs from 'node:fs'
import { fileWriter } from 'onewriter'

/** Every writer writes to the same temporary file, so that one renames what another is still writing. */
export default fileWriter(async (file, text) => {
  await fs.promises.writeFile(`${file}.tmp`, text)
  await fs.promises.rename(`${file}.tmp`, file)
})
