import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { defineTarget } from 'onewriter'

/** A probe beside report 13: two files, one after the other, each written in place. */
export default defineTarget({
  open({ dir }) {
    const file = (session: string) => path.join(dir, `${session}.data`)
    return {
      file,
      calls: {
        async put({ session, text }) {
          await writeFile(file(session), text)
          await writeFile(path.join(dir, `${session}.index`), text)
        },
      },
    }
  },
  oracles: ['not-stale'],
})
