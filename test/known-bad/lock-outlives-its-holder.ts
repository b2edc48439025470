import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileWriter } from 'onewriter'

const retries = 5
const retryMillis = 100

async function lock(name: string): Promise<void> {
  for (let left = retries; ; left -= 1) {
    try {
      await (await fs.promises.open(name, 'wx')).close()
      return
    } catch (error) {
      if (left === 0) throw error
      await wait(retryMillis)
    }
  }
}

async function recover(dir: string): Promise<void> {
  const names = await fs.promises.readdir(dir)
  const temporary = names.filter((name) => name.endsWith('.tmp'))
  await Promise.all(temporary.map((name) => fs.promises.rm(path.join(dir, name))))
}

/** A holder that is killed never unlocks; what the next start tidies up are temporary files. */
export default fileWriter(
  async (file, text) => {
    const temporary = `${file}.${randomUUID()}.tmp`
    await lock(`${file}.lock`)
    try {
      await fs.promises.writeFile(temporary, text)
      await fs.promises.rename(temporary, file)
    } finally {
      await fs.promises.rm(temporary, { force: true })
      await fs.promises.rm(`${file}.lock`, { force: true })
    }
  },
  { recover },
)
