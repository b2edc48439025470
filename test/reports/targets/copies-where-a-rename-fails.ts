import { randomUUID } from 'node:crypto'
import { copyFile, rename, rm, writeFile } from 'node:fs/promises'
import { fileWriter } from 'onewriter'

/** Report 05: where a rename is refused, the temporary file is copied over the file, which takes several steps. */
export default fileWriter(
  async (file, text) => {
    const temporary = `${file}.${randomUUID()}.tmp`
    try {
      await writeFile(temporary, text)
      await rename(temporary, file)
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      if (!['EPERM', 'EBUSY'].includes(code)) {
        await rm(temporary, { force: true })
        throw error
      }
      await copyFile(temporary, file)
      await rm(temporary, { force: true })
    }
  },
  // It promises nothing of a crash.
  { oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale', 'no-silent-loss', 'no-litter'] },
)
