import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { fileWriter } from 'onewriter'

const temporaryOf = (file: string) => `${file}.${randomUUID()}.tmp`

/** A snapshot that nobody waits for: its rename lands after a later flush, and the older state wins. */
export default fileWriter({
  snapshot: (file, text) => {
    const temporary = temporaryOf(file)
    void fs.promises.writeFile(temporary, text).then(() => fs.promises.rename(temporary, file))
  },
  flush: (file, text) => {
    const temporary = temporaryOf(file)
    fs.writeFileSync(temporary, text)
    fs.renameSync(temporary, file)
  },
})
