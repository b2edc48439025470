import { commandTarget, map } from 'onewriter'
import { entriesOf, hex } from '../entries.ts'

/** `crudini --set` on one file: each call sets its session's key. */
export default commandTarget({
  command: ({ file, session, text }) => ['crudini', '--set', file, 'saved', session, hex(text)],
  file: ({ dir }) => `${dir}/settings.ini`,
  specification: map(),
  read: entriesOf,
})
