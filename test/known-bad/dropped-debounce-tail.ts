import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import { fileWriter } from 'onewriter'

const scheduled = new Set<string>()

/** A debounce that saves what it was first given; later calls find it scheduled and are dropped. */
export default fileWriter((file, text) => {
  if (scheduled.has(file)) return
  scheduled.add(file)
  setTimeout(() => {
    scheduled.delete(file)
    const temporary = `${file}.${randomUUID()}.tmp`
    fs.writeFileSync(temporary, text)
    fs.renameSync(temporary, file)
  }, 2)
})
