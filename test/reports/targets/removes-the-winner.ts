import { rename, rm } from 'node:fs/promises'
import { publishedFolders } from './parts/published-folder.ts'

/**
 * Report 16: the loser removes the winner's entry before it tries again, though the winner was told that it is
 * there.
 */
export default publishedFolders(
  ['parses', 'one-writer', 'reads-whole', 'not-stale', 'no-litter'],
  async (folder, entry, retry) => {
    const aside = `${folder}.old`
    await rename(entry, aside).catch(() => {})
    await rm(aside, { recursive: true, force: true })
    await retry()
  },
)
