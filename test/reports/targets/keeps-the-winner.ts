import { rm } from 'node:fs/promises'
import { publishedFolders } from './parts/published-folder.ts'

/** Report 16, mended: what is there is as good as one's own, and the loser removes only what it has made itself. */
export default publishedFolders(['parses', 'one-writer', 'reads-whole', 'no-litter'], (folder) =>
  rm(folder, { recursive: true, force: true }),
)
