import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { defineTarget } from 'onewriter'
import { withLock } from './parts/directory-lock.ts'
import { entryFor, whatTheIndexSays } from './parts/indexed-data.ts'
import { removeLeftovers } from './parts/next-start.ts'
import { replace } from './parts/replace.ts'

/** Report 13, mended in another way: whoever loads waits for the lock under which both files are replaced. */
export default defineTarget({
  open: ({ dir }) => ({
    calls: {
      put: ({ session, text }) =>
        withLock(path.join(dir, `${session}.lock`), async () => {
          await replace(path.join(dir, `${session}.data`), text)
          await replace(path.join(dir, `${session}.index`), entryFor(text))
        }),
    },
  }),
  load: ({ dir, session }) =>
    withLock(path.join(dir, `${session}.lock`), async () => {
      const index = await readFile(path.join(dir, `${session}.index`), 'utf8').catch(() => null)
      if (index === null) return undefined
      return whatTheIndexSays(index, await readFile(path.join(dir, `${session}.data`), 'utf8'))
    }),
  recover: removeLeftovers,
  owns: (name) => /^s\d+\.(data|index)$/.test(name),
})
