import { writeFile } from 'node:fs/promises'
import { fileWriter } from 'onewriter'
import { lock } from 'proper-lockfile'

// The file need not be there yet, and the lock may be taken. Where it is lost, `release` rejects.
const options = { realpath: false, retries: 10, onCompromised: () => {} }

export default fileWriter(async (file, text) => {
  const release = await lock(file, options)
  try {
    await writeFile(file, text)
  } finally {
    await release()
  }
})
