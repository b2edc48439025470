import fs from 'node:fs'
import { fileWriter } from 'onewriter'

/** Both kinds of call truncate the shared file and write into it. */
export default fileWriter({
  export: (file, text) => fs.promises.writeFile(file, text),
  snapshot: (file, text) => fs.writeFileSync(file, text),
})
