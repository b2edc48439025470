import path from 'node:path'
import { writeFile } from 'node:fs/promises'
import { fileWriter } from 'onewriter'
import { replaceCarelessly } from '../../../reports/targets/parts/replace.ts'

/** A run marks that it is at work, saves, and takes the mark away. */
export function withMark(unmark: (mark: string) => void) {
  return fileWriter(
    async (file, text) => {
      const mark = path.join(path.dirname(file), 'cache.mark')
      await writeFile(mark, '')
      await replaceCarelessly(file, text)
      unmark(mark)
    },
    { owns: (name) => name === 'cache.mark', oracles: ['parses', 'one-writer', 'calls-succeed'] },
  )
}
