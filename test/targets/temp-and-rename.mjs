import fs from 'node:fs'
import { fileWriter } from 'onewriter'

let count = 0

/** A temporary name of its own for each call, and a rename: correct, and as light as a target can be: what the bench measures is the harness. */
export default fileWriter(async (file, text) => {
  const temporary = `${file}.${process.pid}.${(count += 1)}.tmp`
  try {
    await fs.promises.writeFile(temporary, text)
    await fs.promises.rename(temporary, file)
  } catch (error) {
    await fs.promises.rm(temporary, { force: true })
    throw error
  }
})
