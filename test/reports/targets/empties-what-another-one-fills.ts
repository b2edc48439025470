import { mkdir, rm } from 'node:fs/promises'
import { fill, importedPackage } from './parts/imported-package.ts'

/** Report 15: each importer empties the folder and fills it again. */
export default importedPackage(async (folder, text) => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await fill(folder, text)
})
