import fs from 'node:fs'
import path from 'node:path'
import { defineTarget } from 'onewriter'
import { newestLine } from '../support/newest-line.ts'

/** Appends a record, and then its newline: another writer's record may come between. */
export default defineTarget({
  open({ dir }) {
    const file = (session: string) => path.join(dir, `${session}.jsonl`)
    return {
      file,
      calls: {
        append({ session, text }) {
          const fd = fs.openSync(file(session), 'a')
          fs.writeSync(fd, text)
          fs.writeSync(fd, '\n')
          fs.closeSync(fd)
        },
      },
    }
  },
  read: newestLine,
})
