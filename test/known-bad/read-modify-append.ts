import fs from 'node:fs'
import path from 'node:path'
import { defineTarget } from 'onewriter'

/** Appends to a log of JSON lines by reading it, adding a line, and writing it all back in place. */
export default defineTarget({
  open({ dir }) {
    const file = (session: string) => path.join(dir, `${session}.jsonl`)
    return {
      file,
      calls: {
        append: async ({ session, text }) => {
          const log = await fs.promises.readFile(file(session), 'utf8').catch(() => '')
          await fs.promises.writeFile(file(session), `${log}${text}\n`)
        },
      },
    }
  },
  /** The newest entry, of a log in which every line is complete. */
  read(bytes) {
    const log = Buffer.from(bytes).toString('utf8')
    if (!log.endsWith('\n')) throw new Error('the log does not end with a line')
    return log
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
      .at(-1)
  },
})
