import { lstat, readdir, unlink } from 'node:fs/promises'
import path from 'node:path'
import { buildsAndCleans } from './parts.ts'

/** sindresorhus/del#43: what was listed may be gone by the time it is looked at. */
export default buildsAndCleans(async (folder) => {
  const names = await readdir(folder)
  await Promise.all(
    names.map(async (name) => {
      const file = path.join(folder, name)
      if ((await lstat(file)).isFile()) await unlink(file)
    }),
  )
})
