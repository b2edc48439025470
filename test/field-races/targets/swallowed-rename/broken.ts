import { renameSync, writeFileSync } from 'node:fs'
import { fileWriter } from 'onewriter'

/** affaan-m/ECC#1983: all processes of a session write one temporary file, and whoever finds it gone says nothing. */
export default fileWriter(
  (file, text) => {
    try {
      writeFileSync(`${file}.tmp`, text)
      renameSync(`${file}.tmp`, file)
    } catch {
      // The state is saved again soon.
    }
  },
  { oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale'] },
)
