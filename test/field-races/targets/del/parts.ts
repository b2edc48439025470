import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileWriter } from 'onewriter'
import { replaceCarelessly } from '../../../reports/targets/parts/replace.ts'

/** A build: it leaves a part in a folder, saves, and empties the folder, where others have their parts as well. */
export function buildsAndCleans(clean: (folder: string) => Promise<void>) {
  return fileWriter(
    async (file, text) => {
      const folder = path.join(path.dirname(file), 'parts')
      await mkdir(folder, { recursive: true })
      await writeFile(path.join(folder, `${text.length}.part`), '')
      await replaceCarelessly(file, text)
      await clean(folder)
    },
    {
      owns: (name) => name.startsWith('parts'),
      oracles: ['parses', 'one-writer', 'reads-whole', 'calls-succeed'],
    },
  )
}
