import fs from 'node:fs'
import { fileAppender } from 'onewriter'

/**
 * Report 02, yvgude/lean-ctx#852: a record and its newline are two appends: another writer's record may come
 * between.
 */
export default fileAppender((file, line) => {
  const fd = fs.openSync(file, 'a')
  fs.writeSync(fd, line)
  fs.writeSync(fd, '\n')
  fs.closeSync(fd)
})
