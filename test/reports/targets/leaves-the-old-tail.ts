import fs from 'node:fs'
import { fileWriter } from 'onewriter'

const { O_CREAT, O_WRONLY } = fs.constants

/** Report 14: opened for writing without being emptied; where the new text is shorter, the old one's tail stays. */
export default fileWriter((file, text) => {
  const fd = fs.openSync(file, O_WRONLY | O_CREAT)
  fs.writeFileSync(fd, text)
  fs.closeSync(fd)
})
