import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { replace } from './replace.ts'

const retryMillis = 50
const retries = 30

/** Saves under a lock that takes two steps: a directory, and then a file in it that names the owner. */
export async function saveUnderOwnedLock(file: string, text: string): Promise<void> {
  const lock = `${file}.lock`
  await acquire(lock)
  try {
    await replace(file, text)
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

async function acquire(lock: string): Promise<void> {
  for (let left = retries; ; left -= 1) {
    try {
      await mkdir(lock)
      await nameOwner(lock)
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      if (left === 0) throw new Error('another instance is locking this file', { cause: error })
    }
    await wait(retryMillis)
  }
}

async function nameOwner(lock: string): Promise<void> {
  try {
    await writeFile(path.join(lock, 'owner'), String(process.pid))
  } catch (error) {
    await rm(lock, { recursive: true, force: true })
    throw error
  }
}
