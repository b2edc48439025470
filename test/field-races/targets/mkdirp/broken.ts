import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { savesInFolders } from './parts.ts'

/**
 * jonvuri/mkpath#1: it looks for each folder, and makes what was missing: somebody else may have made it in between.
 */
export default savesInFolders(async function mkdirp(folder) {
  if (await isThere(folder)) return
  await mkdirp(path.dirname(folder))
  await mkdir(folder)
})

async function isThere(folder: string): Promise<boolean> {
  return stat(folder).then(
    () => true,
    () => false,
  )
}
