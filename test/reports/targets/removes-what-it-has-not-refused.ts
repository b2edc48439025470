import { rm } from 'node:fs/promises'
import path from 'node:path'
import { defineTarget } from 'onewriter'
import { credentials } from './parts/credentials.ts'
import { replace } from './parts/replace.ts'
import { tokenIn, serverSaysNo } from './parts/token-file.ts'

/** Report 27: a token that was refused is removed, be it a newer one by then. */
export default defineTarget({
  open: ({ dir }) => {
    const file = (session: string) => path.join(dir, `${session}.json`)
    return {
      file,
      calls: {
        save: ({ session, text }) => replace(file(session), text),
        async reject({ session }) {
          const token = await tokenIn(file(session))
          if (token === null) return null
          await serverSaysNo()
          await rm(file(session), { force: true })
          return JSON.parse(token) as unknown
        },
      },
    }
  },
  specification: credentials,
})
