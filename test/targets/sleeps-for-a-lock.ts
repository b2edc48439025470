import fs from 'node:fs'
import { fileWriter } from 'onewriter'

const cell = new Int32Array(new SharedArrayBuffer(4))
const retryMillis = 50

/** A lock that synchronous code waits for, asleep between two tries. */
export default fileWriter(
  (file, text) => {
    for (;;) {
      try {
        fs.mkdirSync(`${file}.lock`)
        break
      } catch {
        Atomics.wait(cell, 0, 0, retryMillis)
      }
    }
    fs.writeFileSync(file, text)
    fs.rmdirSync(`${file}.lock`)
  },
  { oracles: ['parses', 'one-writer', 'not-stale', 'no-litter'] },
)
