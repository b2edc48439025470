import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { fileWriter } from 'onewriter'

const newest = new Map<string, number>()

function next(file: string): number {
  const number = (newest.get(file) ?? 0) + 1
  newest.set(file, number)
  return number
}

/** A snapshot that is out of date is not renamed; one that finds so too late, as its rename is on its way, still is. */
export default fileWriter({
  snapshot: async (file, text) => {
    const number = next(file)
    const temporary = `${file}.${randomUUID()}.tmp`
    await fs.promises.writeFile(temporary, text)
    if (newest.get(file) === number) await fs.promises.rename(temporary, file)
    else await fs.promises.unlink(temporary)
  },
  flush: (file, text) => {
    next(file)
    const temporary = `${file}.${randomUUID()}.tmp`
    fs.writeFileSync(temporary, text)
    fs.renameSync(temporary, file)
  },
})
