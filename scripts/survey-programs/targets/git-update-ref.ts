import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inflateSync } from 'node:zlib'
import { commandTarget } from 'onewriter'

/** Objects are named after what is in them, so writers cannot disagree about them: they lie elsewhere, and are no steps. */
const objects = path.join(tmpdir(), 'onewriter-survey-objects')

/** Each writer has a work tree's own directory, as `git worktree add` makes it: what all share is `refs` alone. */
const save = `
  GIT_DIR=$(mktemp -d) GIT_OBJECT_DIRECTORY=$1
  export GIT_DIR GIT_OBJECT_DIRECTORY
  trap 'rm -r "$GIT_DIR"' EXIT
  echo 'ref: refs/heads/none' >"$GIT_DIR/HEAD"
  echo "$0" >"$GIT_DIR/commondir"
  mkdir -p "$0/refs" "$1"
  git -c core.filesRefLockTimeout=0 update-ref "refs/saved/$2" "$(git hash-object -w --stdin)"`

/** `git update-ref` on one repository: each call lets its session's reference point to the document. */
export default commandTarget({
  command: ({ dir, session }) => ['sh', '-c', save, dir, objects, session],
  input: 'stdin',
  file: ({ dir, session }) => `${dir}/refs/saved/${session}`,
  read(bytes) {
    const [, first = '', rest = ''] = /^(..)(.{38})\n$/.exec(Buffer.from(bytes).toString('latin1')) ?? []
    const blob = inflateSync(readFileSync(path.join(objects, first, rest)))
    return JSON.parse(blob.subarray(blob.indexOf(0) + 1).toString('utf8'))
  },
  owns: (name) => name.startsWith('refs') && !name.endsWith('.lock'),
})
