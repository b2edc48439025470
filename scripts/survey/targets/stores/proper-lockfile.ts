import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { lock } from 'proper-lockfile'
import { fileUpdater } from 'onewriter'

// The file need not be there yet, and the lock may be taken. Where it is lost, `release` rejects.
const options = { realpath: false, retries: 10, onCompromised: () => {} }

/** The lock is held from before the file is read until after it was replaced. */
export default fileUpdater(async (file, key, value) => {
  const release = await lock(file, options)
  try {
    const temporary = `${file}.${randomUUID()}.tmp`
    try {
      await writeFile(temporary, JSON.stringify({ ...(await load(file)), [key]: value }))
      await rename(temporary, file)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  } finally {
    await release()
  }
})

async function load(file: string): Promise<object> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as object
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}
