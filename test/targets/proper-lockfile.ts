import fs from 'node:fs'
import lockfile from 'proper-lockfile'
import { fileWriter } from 'onewriter'

/** A lock with bounded retries and an age, held for as long as a write in place takes. */
export default fileWriter(
  async (file, text) => {
    const release = await lockfile.lock(file, {
      realpath: false,
      stale: 5000,
      retries: { retries: 60, factor: 1, minTimeout: 100 },
    })
    try {
      await fs.promises.writeFile(file, text)
    } finally {
      await release()
    }
  },
  { oracles: ['parses', 'one-writer', 'not-stale', 'no-litter'] },
)
