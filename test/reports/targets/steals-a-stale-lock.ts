import { mkdir, rmdir, stat, utimes, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { fileWriter } from 'onewriter'

const staleMillis = 1000
const renewalMillis = 300
const retryMillis = 200

/**
 * Report 07: the holder has died, and two others find its lock too old; the slower one removes what the faster one has
 * made. A holder that lives renews the lock's time.
 */
export default fileWriter(
  async (file, text) => {
    const lock = `${file}.lock`
    await acquire(lock)
    const renewal = setInterval(() => void renew(lock), renewalMillis)
    try {
      await writeFile(file, text)
    } finally {
      clearInterval(renewal)
      await rmdir(lock).catch(() => {})
    }
  },
  { oracles: ['parses', 'one-writer', 'not-stale'] },
)

async function acquire(lock: string): Promise<void> {
  for (;;) {
    try {
      await mkdir(lock)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const found = await stat(lock).catch(() => null)
    if (found && Date.now() - found.mtimeMs > staleMillis) await rmdir(lock).catch(() => {})
    else await wait(retryMillis)
  }
}

async function renew(lock: string): Promise<void> {
  const nowSeconds = Date.now() / 1000
  await utimes(lock, nowSeconds, nowSeconds).catch(() => {})
}
