import { randomUUID } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import lockfile from 'proper-lockfile'
import { fileWriter } from 'onewriter'

/** Brings the text to the disk, then the name: what is acknowledged outlives a crash. */
async function save(file: string, text: string): Promise<void> {
  // A holder that stood still may have lost the lock by now: a name of its own keeps it from another's bytes.
  const temporary = `${file}.${randomUUID()}.tmp`
  try {
    await fs.writeFile(temporary, text, { flush: true })
    await fs.rename(temporary, file)
  } catch (error) {
    await fs.rm(temporary, { force: true })
    throw error
  }
  const directory = await fs.open(path.dirname(file))
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** A lock with bounded retries and an age, held for as long as a save takes. */
export default fileWriter(async (file, text) => {
  const release = await lockfile.lock(file, {
    realpath: false,
    stale: 5000,
    retries: { retries: 80, factor: 1, minTimeout: 100 },
    // By default, that is thrown from a timer. Here it does no harm: a save ends in one rename.
    onCompromised: () => {},
  })
  try {
    await save(file, text)
  } finally {
    await release()
  }
})
