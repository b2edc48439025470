import fs from 'node:fs'
import { fileWriter } from 'onewriter'

let count = 0

/** The defect that started this project: `export` writes in place while `snapshot` renames a temporary file. */
export default fileWriter({
  export: (file, text) => fs.promises.writeFile(file, text),
  snapshot: async (file, text) => {
    const temporary = `${file}.${process.pid}.${(count += 1)}.tmp`
    await fs.promises.writeFile(temporary, text)
    await fs.promises.rename(temporary, file)
  },
})
