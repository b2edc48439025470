import { rm } from 'node:fs/promises'
import path from 'node:path'
import { defineTarget } from 'onewriter'
import { credentials } from './parts/credentials.ts'
import { withLock } from './parts/directory-lock.ts'
import { removeLeftovers } from './parts/next-start.ts'
import { replace } from './parts/replace.ts'
import { tokenIn, serverSaysNo } from './parts/token-file.ts'

/** Report 27, mended: under a lock, and only what was refused is removed. */
export default defineTarget({
  open: ({ dir }) => {
    const file = (session: string) => path.join(dir, `${session}.json`)
    const locked = <T>(session: string, work: () => Promise<T>) => withLock(`${file(session)}.lock`, work)
    return {
      file,
      calls: {
        save: ({ session, text }) => locked(session, () => replace(file(session), text)),
        async reject({ session }) {
          const token = await tokenIn(file(session))
          if (token === null) return null
          await serverSaysNo()
          return locked(session, async () => {
            if ((await tokenIn(file(session))) !== token) return null
            await rm(file(session), { force: true })
            return JSON.parse(token) as unknown
          })
        },
      },
    }
  },
  specification: credentials,
  recover: removeLeftovers,
})
