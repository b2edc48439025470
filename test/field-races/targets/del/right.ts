import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { buildsAndCleans } from './parts.ts'

/** What is gone need not be removed. */
export default buildsAndCleans(async (folder) => {
  const names = await readdir(folder)
  await Promise.all(names.map((name) => rm(path.join(folder, name), { force: true })))
})
