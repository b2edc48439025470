import { commandTarget, map } from 'onewriter'
import { entriesOf, hex } from '../entries.ts'

/** `git config` on one file: each call sets its session's key. */
export default commandTarget({
  command: ({ file, session, text }) => ['git', 'config', '--file', file, `saved.${session}`, hex(text)],
  file: ({ dir }) => `${dir}/config`,
  specification: map(),
  read: entriesOf,
})
