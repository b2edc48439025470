import { mkdir, rmdir } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'

const retryMillis = 500
const retries = 10

/** Does some work while it holds a lock, which is a directory. */
export async function withLock<T>(lock: string, work: () => Promise<T>): Promise<T> {
  await acquire(lock)
  try {
    return await work()
  } finally {
    await rmdir(lock)
  }
}

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
