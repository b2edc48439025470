import path from 'node:path'
import { defineTarget } from 'onewriter'
import { Writer } from 'steno'

/** One `Writer` for each file and process, as its documentation asks for. */
export default defineTarget({
  open({ dir }) {
    const file = (session: string) => path.join(dir, `${session}.json`)
    const writers = new Map<string, Writer>()
    const writerOf = (session: string) => {
      const writer = writers.get(session) ?? new Writer(file(session))
      writers.set(session, writer)
      return writer
    }
    return { file, calls: { write: ({ session, text }) => writerOf(session).write(text) } }
  },
})
