import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { defineTarget, register } from 'onewriter'
import { entryFor, whatTheIndexSays } from './parts/indexed-data.ts'
import { replace } from './parts/replace.ts'

/** Report 13, mended: what must agree is in one file. */
export default defineTarget({
  open: ({ dir }) => ({
    calls: {
      put: ({ session, text }) =>
        replace(path.join(dir, `${session}.json`), JSON.stringify({ index: entryFor(text), text })),
    },
  }),
  async load({ dir, session }) {
    const file = await readFile(path.join(dir, `${session}.json`), 'utf8').catch(() => null)
    if (file === null) return undefined
    const { index, text } = JSON.parse(file) as { index: string; text: string }
    return whatTheIndexSays(index, text)
  },
  specification: register(),
  owns: (name) => /^s\d+\.json$/.test(name),
})
