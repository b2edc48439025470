import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm } from 'node:fs/promises'
import { fill, importedPackage } from './parts/imported-package.ts'

/** Report 15, mended: it is filled aside and renamed. Who comes second finds it there, and removes his own. */
export default importedPackage(async (folder, text) => {
  const aside = `${folder}.${randomUUID()}.tmp`
  await mkdir(aside)
  try {
    await fill(aside, text)
    await rename(aside, folder)
  } catch (error) {
    await rm(aside, { recursive: true, force: true })
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  }
})
