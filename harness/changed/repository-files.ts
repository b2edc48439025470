import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { UsageError } from '../model/errors.ts'

/** Of the repository around the working directory. Absolute paths; git keeps no file that lies beyond a link. */
export interface RepositoryFiles {
  /** Not what they were: changed, new, renamed or removed, committed or not. */
  readonly changed: readonly string[]
  /** Those of which it can be told. It cannot of files that are ignored, and of those in another repository. */
  readonly tracked: ReadonlySet<string>
}

/**
 * What has changed since this branch and `ref` part.
 *
 * @throws UsageError where there is no repository, or no such point.
 */
export function repositoryFiles(ref: string): RepositoryFiles {
  if (ref.startsWith('-')) throw new UsageError(`--changed=${ref}: expected the name of a branch or a commit`)
  const root = git(ref, 'rev-parse', '--show-toplevel').trim()
  const base = git(ref, 'merge-base', ref, 'HEAD').trim()
  const list = (...args: readonly string[]) =>
    git(ref, '-C', root, ...args, '-z')
      .split('\0')
      .filter((name) => name !== '')
      .map((name) => path.join(root, name))
  const differing = list('diff', '--name-only', '--no-renames', base)
  const others = list('ls-files', '--others', '--exclude-standard')
  return { changed: [...differing, ...others], tracked: new Set(list('ls-files')) }
}

function git(ref: string, ...args: readonly string[]): string {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe', maxBuffer: 64 * 1024 * 1024 })
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string }
    const [why = ''] = (stderr.trim() || (args[0] === 'merge-base' ? 'no commit in common' : message)).split(
      '\n',
    )
    throw new UsageError(
      `--changed=${ref}: expected a branch or a commit that this branch has a commit in common with (${why}); in CI, check out the whole history`,
    )
  }
}
