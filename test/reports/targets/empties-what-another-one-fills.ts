import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { defineTarget } from 'onewriter'

/** Report 15: a package is complete once its mark is there; each importer empties the folder and fills it again. */
export default defineTarget({
  open: ({ dir }) => ({
    calls: {
      async import({ session, text }) {
        const folder = path.join(dir, session)
        await rm(folder, { recursive: true, force: true })
        await mkdir(folder, { recursive: true })
        await writeFile(path.join(folder, 'index.js'), text)
        await writeFile(path.join(folder, 'package.json'), text)
      },
    },
  }),
  async load({ dir, session }) {
    const mark = await readFile(path.join(dir, session, 'package.json'), 'utf8').catch(() => null)
    if (mark === null) return undefined
    const index = await readFile(path.join(dir, session, 'index.js'), 'utf8')
    if (index !== mark) throw new Error('the package is a mixture of two')
    return JSON.parse(mark) as unknown
  },
})
