import { execFileSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { commandTarget } from 'onewriter'

/** Each writer has a work tree of its own elsewhere: what both share is the references and the objects. */
const inRepository = `
  GIT_DIR=$(mktemp -d)
  trap 'rm -r "$GIT_DIR"' EXIT
  export GIT_DIR GIT_WORK_TREE="$GIT_DIR/tree" HOME="$GIT_DIR"
  export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a GIT_AUTHOR_DATE='1700000000 +0000'
  export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a GIT_COMMITTER_DATE='1700000000 +0000'
  echo "ref: refs/heads/$1" >"$GIT_DIR/HEAD"
  echo "$0" >"$GIT_DIR/commondir"
  mkdir -p "$GIT_WORK_TREE" "$0/refs/heads" "$0/objects"
`
const commit = `${inRepository}
  cat >"$GIT_WORK_TREE/document"
  git add document
  git -c gc.auto=0 -c maintenance.auto=false commit -q -m saved`
/** The two parts of `git gc` that change objects, with no time of grace. */
const collect = `${inRepository}
  git repack -a -d -q
  git prune --expire=now`

/** `git commit` of the first writer, beside what `git gc --prune=now` does of all others. */
export default commandTarget({
  command: ({ dir, session, writer }) => ['sh', '-e', '-c', writer === 1 ? commit : collect, dir, session],
  input: 'stdin',
  file: ({ dir, session }) => `${dir}/refs/heads/${session}`,
  load: ({ dir, session }) => committed(dir, session),
  owns: (name) => /^(?:refs|objects|packed-refs|info)/.test(name),
  oracles: ['parses'],
})

/** The document of the last commit. @throws Error where git cannot find all of it */
async function committed(dir: string, session: string): Promise<unknown> {
  const copy = await mkdtemp(path.join(tmpdir(), 'onewriter-git-'))
  try {
    await cp(dir, copy, { recursive: true })
    await mkdir(path.join(copy, 'objects'), { recursive: true })
    await writeFile(path.join(copy, 'HEAD'), 'ref: refs/heads/none\n')
    const git = (...args: string[]) =>
      execFileSync('git', [`--git-dir=${copy}`, ...args], { encoding: 'utf8', stdio: 'pipe' })
    const found = git('for-each-ref', '--format=%(refname)', `refs/heads/${session}`)
    if (found === '') return undefined
    git('fsck', '--full', '--strict')
    return JSON.parse(git('show', `refs/heads/${session}:document`))
  } finally {
    await rm(copy, { recursive: true })
  }
}
