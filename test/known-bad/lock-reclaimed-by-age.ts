import fs from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { fileWriter } from 'onewriter'

const staleMillis = 1000
const retryMillis = 200

async function lock(name: string): Promise<void> {
  for (;;) {
    try {
      await (await fs.promises.open(name, 'wx')).close()
      return
    } catch {
      const found = await fs.promises.stat(name).catch(() => null)
      if (found && Date.now() - found.mtimeMs > staleMillis) await fs.promises.rm(name, { force: true })
      else await wait(retryMillis)
    }
  }
}

/** A lock that is old is taken for one whose holder has died, though the holder may just stand still (`--faults=stall`). */
export default fileWriter(async (file, text) => {
  await lock(`${file}.lock`)
  try {
    await fs.promises.writeFile(file, text)
  } finally {
    await fs.promises.rm(`${file}.lock`, { force: true })
  }
})
