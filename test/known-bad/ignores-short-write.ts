import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { fileWriter } from 'onewriter'

/** Takes `write` for a function that writes everything. */
export default fileWriter((file, text) => {
  const temporary = `${file}.${randomUUID()}.tmp`
  const fd = fs.openSync(temporary, 'wx')
  fs.writeSync(fd, text)
  fs.closeSync(fd)
  fs.renameSync(temporary, file)
})
