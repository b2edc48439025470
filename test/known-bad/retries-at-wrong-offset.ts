import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { fileWriter } from 'onewriter'

/** After a failed write all of the text is written once more, behind what is there already. */
export default fileWriter(async (file, text) => {
  const temporary = `${file}.${randomUUID()}.tmp`
  const handle = await fs.promises.open(temporary, 'wx')
  try {
    await handle.writeFile(text).catch(() => handle.writeFile(text))
    await handle.close()
    await fs.promises.rename(temporary, file)
  } catch (error) {
    await handle.close().catch(() => {})
    await fs.promises.rm(temporary, { force: true })
    throw error
  }
})
