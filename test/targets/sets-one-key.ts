import fs from 'node:fs'
import path from 'node:path'
import { defineTarget } from 'onewriter'

/** Sets one key of a map in a file, for a single writer: a file that is missing is an empty map, any other error is one. */
export default defineTarget({
  open({ dir }) {
    const file = path.join(dir, 'store.json')
    return {
      file: () => file,
      calls: {
        set({ session, document }) {
          fs.writeFileSync(`${file}.tmp`, JSON.stringify({ ...entriesOf(file), [session]: document }))
          fs.renameSync(`${file}.tmp`, file)
        },
        /** The same by other questions: is it there, is it listed, when was it written. */
        setIfListed({ session, document }) {
          const isThere = fs.existsSync(file) && fs.readdirSync(path.dirname(file)).includes('store.json')
          const isOld = fs.statSync(file, { throwIfNoEntry: false }) !== undefined
          if (isThere !== isOld) throw new Error('it is there, and it is not')
          const entries = isThere ? entriesOf(file) : {}
          fs.writeFileSync(`${file}.tmp`, JSON.stringify({ ...entries, [session]: document }))
          fs.renameSync(`${file}.tmp`, file)
        },
      },
    }
  },
  read: (bytes, session) =>
    (JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>)[session],
  oracles: ['parses', 'not-stale'],
})

function entriesOf(file: string): object {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as object
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}
