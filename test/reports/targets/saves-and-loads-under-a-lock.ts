import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { defineTarget } from 'onewriter'
import { withLock } from './parts/directory-lock.ts'
import { removeLeftovers } from './parts/next-start.ts'
import { replace } from './parts/replace.ts'

/** Whoever loads waits for the lock, for a while. Where that cannot be removed, it gives up, and nothing is lost. */
export default defineTarget({
  open: ({ dir }) => ({
    calls: {
      save: ({ session, text }) =>
        withLock(path.join(dir, `${session}.lock`), () => replace(path.join(dir, `${session}.json`), text)),
    },
  }),
  load: ({ dir, session }) =>
    withLock(path.join(dir, `${session}.lock`), async () => {
      const text = await readFile(path.join(dir, `${session}.json`), 'utf8').catch(() => null)
      return text === null ? undefined : JSON.parse(text)
    }),
  recover: removeLeftovers,
  owns: (name) => name.endsWith('.json'),
})
