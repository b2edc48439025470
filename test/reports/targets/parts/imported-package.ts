import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { defineTarget } from 'onewriter'

const [data, mark] = ['index.js', 'package.json']

/** A package is a folder of files; the mark of being complete is written last. Whoever comes first has imported it. */
export function importedPackage(importInto: (folder: string, text: string) => Promise<void>) {
  return defineTarget({
    open: ({ dir }) => ({
      calls: { import: ({ session, text }) => importInto(path.join(dir, session), text) },
    }),
    async load({ dir, session }) {
      const marked = await readFile(path.join(dir, session, mark), 'utf8').catch(() => null)
      if (marked === null) return undefined
      if ((await readFile(path.join(dir, session, data), 'utf8')) !== marked)
        throw new Error('the package is a mixture of two')
      return JSON.parse(marked) as unknown
    },
    specification: {
      name: 'imported once',
      initial: () => null,
      apply: (imported: object | null, { document }) => ({ state: imported ?? document }),
      equals: (loaded, imported) => JSON.stringify(loaded ?? null) === JSON.stringify(imported),
    },
    owns: (name) => /^s\d+(\/|$)/.test(name),
  })
}

export async function fill(folder: string, text: string): Promise<void> {
  await writeFile(path.join(folder, data), text)
  await writeFile(path.join(folder, mark), text)
}
