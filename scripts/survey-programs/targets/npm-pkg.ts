import { commandTarget, map } from 'onewriter'

/** As npm wants a file that is there, whoever comes first begins it, whole, by link(2). */
const begin = '[ -e package.json ] || { echo {} >"$0.new"; ln "$0.new" package.json; rm "$0.new"; } 2>&-'

/** `npm pkg set` on one package.json: each call sets its session's key. */
export default commandTarget({
  command: ({ dir, writer, session, text }) => [
    'sh',
    '-c',
    `cd "$1"; ${begin}; exec npm pkg set --json --logs-max=0 --no-update-notifier "$2"`,
    `w${writer}`,
    dir,
    `config.${session}=${text}`,
  ],
  file: ({ dir }) => `${dir}/package.json`,
  specification: map(),
  read: (bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')).config ?? {},
})
