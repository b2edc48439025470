import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { fileWriter } from 'onewriter'

const temporaryOf = (file: string) => `${file}.${randomUUID()}.tmp`

/** An export that is in flight when a crash flushes: nothing tells its rename that it is too late. */
export default fileWriter({
  export: async (file, text) => {
    const temporary = temporaryOf(file)
    await fs.promises.writeFile(temporary, text)
    await fs.promises.rename(temporary, file)
  },
  flush: (file, text) => {
    const temporary = temporaryOf(file)
    fs.writeFileSync(temporary, text)
    fs.renameSync(temporary, file)
  },
})
