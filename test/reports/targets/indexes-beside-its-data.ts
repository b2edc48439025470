import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { defineTarget, register } from 'onewriter'
import { entryFor, whatTheIndexSays } from './parts/indexed-data.ts'
import { replace } from './parts/replace.ts'

/**
 * Report 13, vercel/next.js#98119: data, and an index that says where in it the newest record lies, are replaced one
 * after the other.
 */
export default defineTarget({
  open: ({ dir }) => ({
    calls: {
      async put({ session, text }) {
        await replace(path.join(dir, `${session}.data`), text)
        await replace(path.join(dir, `${session}.index`), entryFor(text))
      },
    },
  }),
  async load({ dir, session }) {
    const index = await readFile(path.join(dir, `${session}.index`), 'utf8').catch(() => null)
    if (index === null) return undefined
    return whatTheIndexSays(index, await readFile(path.join(dir, `${session}.data`), 'utf8'))
  },
  specification: register(),
  owns: (name) => /^s\d+\.(data|index)$/.test(name),
})
