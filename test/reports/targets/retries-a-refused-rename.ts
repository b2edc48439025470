import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { fileWriter } from 'onewriter'

const retries = 5
const retryMillis = 20

/** Report 05, mended: a refused rename is tried again for a while, and then the file is left alone. */
export default fileWriter(
  async (file, text) => {
    const temporary = `${file}.${randomUUID()}.tmp`
    try {
      await writeFile(temporary, text)
      await renameAtLast(temporary, file)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
  },
  { oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale', 'no-silent-loss', 'no-litter'] },
)

async function renameAtLast(from: string, to: string): Promise<void> {
  for (let left = retries; ; left -= 1) {
    try {
      await rename(from, to)
      return
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      if (left === 0 || !['EPERM', 'EBUSY', 'EACCES'].includes(code)) throw error
    }
    await wait(retryMillis)
  }
}
