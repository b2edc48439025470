import { randomUUID } from 'node:crypto'
import type { Stats } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { fileWriter } from 'onewriter'

/** Saves as editors do: through links, with the old file's owner and mode, and with the old text kept beside the new. */
export default fileWriter(
  async (named, text) => {
    const file = await unlessMissing(fs.realpath(named), named)
    const old = await unlessMissing(fs.stat(file), undefined)
    // What may not be written is not replaced either, though the directory would allow that.
    await unlessMissing(fs.access(file, fs.constants.W_OK), undefined)
    if (old && (await unlessMissing(fs.readFile(file, 'utf8'), undefined)) === text) return
    const temporary = `${file}.${randomUUID()}.tmp`
    const linked = `${file}.${randomUUID()}.tmp`
    try {
      await fs.mkdir(path.dirname(file), { recursive: true })
      await write(temporary, text, old)
      if (await links(file, linked)) await fs.rename(linked, `${file}.bak`)
      await fs.rename(temporary, file)
    } finally {
      // Where two links of one file are renamed onto each other, both stay: rename(2).
      for (const name of [linked, temporary]) await remove(name).catch(() => {})
    }
    await syncDirectory(path.dirname(file))
  },
  {
    recover: async (dir) => {
      for (const name of await fs.readdir(dir)) if (name.endsWith('.tmp')) await remove(path.join(dir, name))
    },
    owns: (name) => name.endsWith('.bak'),
  },
)

async function write(file: string, text: string, old: Stats | undefined): Promise<void> {
  const handle = await fs.open(file, 'wx', 0o600)
  try {
    await handle.writeFile(text)
    if (old) {
      await handle.chown(old.uid, old.gid)
      await handle.chmod(old.mode & 0o777)
    }
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** Gives the file a second name; says whether there was a file. */
async function links(file: string, name: string): Promise<boolean> {
  return unlessMissing(
    fs.link(file, name).then(() => true),
    false,
  )
}

async function remove(file: string): Promise<void> {
  await unlessMissing(fs.unlink(file), undefined)
}

async function syncDirectory(dir: string): Promise<void> {
  const handle = await fs.open(dir)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function unlessMissing<T, U>(asked: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await asked
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise
    throw error
  }
}
