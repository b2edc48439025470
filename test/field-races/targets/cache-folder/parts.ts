import path from 'node:path'
import { fileWriter } from 'onewriter'
import { replaceCarelessly } from '../../../reports/targets/parts/replace.ts'

/** Before anything is saved there has to be a folder for the cache. */
export function withCacheFolder(make: (folder: string) => void) {
  return fileWriter(
    async (file, text) => {
      make(path.join(path.dirname(file), 'cache'))
      await replaceCarelessly(file, text)
    },
    { owns: (name) => name === 'cache', oracles: ['parses', 'one-writer', 'calls-succeed'] },
  )
}
