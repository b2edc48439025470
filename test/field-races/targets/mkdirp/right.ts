import { mkdir } from 'node:fs/promises'
import { savesInFolders } from './parts.ts'

/** A folder that is there is what was asked for, whoever has made it. */
export default savesInFolders(async (folder) => {
  await mkdir(folder, { recursive: true })
})
