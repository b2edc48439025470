import { commandTarget, map } from 'onewriter'
import { entriesOf, hex } from '../entries.ts'

/** As sed(1) cannot begin a file, whoever comes first gives it its lines, whole, by link(2). */
const begin = '[ -e "$0" ] || { printf "s1=\\ns2=\\n" >"$1.new"; ln "$1.new" "$0"; rm "$1.new"; } 2>&-'

/** `sed -i` on one file: each call sets its session's line. */
export default commandTarget({
  command: ({ dir, file, writer, session, text }) => [
    'sh',
    '-c',
    `${begin}; exec sed -i "$2" "$0"`,
    file,
    `${dir}/w${writer}`,
    `s/^${session}=.*/${session}=${hex(text)}/`,
  ],
  file: ({ dir }) => `${dir}/settings`,
  specification: map(),
  read: entriesOf,
})
