import fs from 'node:fs'
import { fileAppender } from 'onewriter'

/** Report 02, mended: one write(2) with O_APPEND for the whole line. */
export default fileAppender((file, line) => {
  const fd = fs.openSync(file, 'a')
  fs.writeSync(fd, `${line}\n`)
  fs.closeSync(fd)
})
