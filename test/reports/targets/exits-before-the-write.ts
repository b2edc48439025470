import { rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { defineTarget } from 'onewriter'

/** Report 23: what is written in the background has not landed when the program ends with `process.exit`. */
export default defineTarget({
  open({ dir, writer }) {
    const file = (session: string) => path.join(dir, `${session}.json`)
    return {
      file,
      calls: {
        save({ session, document, text }) {
          const temporary = `${file(session)}.${writer}.${document.call}`
          void writeFile(temporary, text).then(() => rename(temporary, file(session)))
        },
      },
      close: () => process.exit(0),
    }
  },
})
