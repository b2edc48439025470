import { fileUpdater } from 'onewriter'
import { loadMap } from './parts/map-file.ts'
import { replace } from './parts/replace.ts'

/**
 * Report 03, Gitlawb/zero#832: each write is atomic, but nothing keeps another writer out between reading and
 * renaming.
 */
export default fileUpdater(async (file, key, value) =>
  replace(file, JSON.stringify({ ...(await loadMap(file)), [key]: value })),
)
