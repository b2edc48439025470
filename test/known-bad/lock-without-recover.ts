import fs from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { fileWriter } from 'onewriter'

const retryMillis = 200

async function lock(name: string): Promise<void> {
  for (;;) {
    try {
      await fs.promises.mkdir(name)
      return
    } catch {
      await wait(retryMillis)
    }
  }
}

/** What a crash leaves of the lock is never removed: whoever starts after it waits for ever. */
export default fileWriter(async (file, text) => {
  await lock(`${file}.lock`)
  try {
    await fs.promises.writeFile(`${file}.tmp`, text)
    await fs.promises.rename(`${file}.tmp`, file)
  } finally {
    await fs.promises.rmdir(`${file}.lock`)
  }
})
