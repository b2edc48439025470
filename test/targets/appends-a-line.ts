import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { defineTarget } from 'onewriter'
import { newestLine } from '../support/newest-line.ts'

/** Appends a record and its newline by one write(2) with O_APPEND, which nothing may come between. */
export default defineTarget({
  open({ dir }) {
    const file = (session: string) => path.join(dir, `${session}.jsonl`)
    return { file, calls: { append: ({ session, text }) => appendFileSync(file(session), `${text}\n`) } }
  },
  read: newestLine,
  // A log is empty before its first line.
  oracles: ['parses', 'one-writer', 'not-stale', 'program-order', 'no-litter'],
})
