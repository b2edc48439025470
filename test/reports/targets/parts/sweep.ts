import { readdir, unlink } from 'node:fs/promises'
import path from 'node:path'

/** Removes what looks like the temporary file of a writer that has died. */
export async function sweep(file: string): Promise<void> {
  const dir = path.dirname(file)
  const names = await readdir(dir)
  const left = names.filter((name) => name.startsWith(`${path.basename(file)}.`) && name.endsWith('.tmp'))
  await Promise.all(left.map((name) => unlink(path.join(dir, name)).catch(() => {})))
}
