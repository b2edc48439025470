import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { readdir, rename, stat, writeFile } from 'node:fs/promises'
import { fileWriter } from 'onewriter'

/** Each save is followed by a look at all files that are there, as a program that syncs them has it. */
export function savesAndSyncs(readWhole: (file: string) => Promise<unknown>) {
  return fileWriter(
    async (file, text) => {
      const temporary = `${file}.${randomUUID()}.tmp`
      await writeFile(temporary, text)
      await rename(temporary, file)
      for (const name of await readdir(path.dirname(file))) {
        const found = path.join(path.dirname(file), name)
        const stats = await stat(found).catch(() => null)
        if (stats?.isFile()) await readWhole(found)
      }
    },
    { oracles: ['parses', 'one-writer', 'calls-succeed'] },
  )
}
