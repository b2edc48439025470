import { renameSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { fileWriter } from 'onewriter'

/** Each save has a temporary file of its own, so that no rename finds it gone. */
export default fileWriter(
  (file, text) => {
    const temporary = `${file}.${randomUUID()}.tmp`
    writeFileSync(temporary, text)
    renameSync(temporary, file)
  },
  { oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale'] },
)
