import { mkdir, rename, rmdir, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { fileWriter } from 'onewriter'
import { removeLeftovers } from './parts/next-start.ts'

const retries = 40
const retryMillis = 200

/**
 * Report 07, mended: no lock is ever too old; what a dead holder leaves is for the next start, when nobody else
 * runs.
 */
export default fileWriter(
  async (file, text) => {
    const lock = `${file}.lock`
    await acquire(lock)
    try {
      await writeFile(`${file}.tmp`, text)
      await rename(`${file}.tmp`, file)
    } finally {
      await rmdir(lock).catch(() => {})
    }
  },
  {
    oracles: ['parses', 'one-writer', 'not-stale'],
    recover: removeLeftovers,
  },
)

async function acquire(lock: string): Promise<void> {
  for (let left = retries; ; left -= 1) {
    try {
      await mkdir(lock)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || left === 0) throw error
    }
    await wait(retryMillis)
  }
}
