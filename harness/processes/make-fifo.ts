import { spawnSync } from 'node:child_process'
import type { GuardedDirectory } from '../guarded/guarded-directory.ts'

/** Under which a child process has the directory. */
const childFd = 3

/**
 * Makes named pipes in a directory, whatever its path leads to by now. Node has no function for that.
 *
 * @throws Error where mkfifo(1) fails.
 */
export function makeFifos(directory: GuardedDirectory, names: readonly string[]): void {
  const made = spawnSync(
    'mkfifo',
    names.map((name) => directory.atInChild(childFd, name)),
    { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe', directory.descriptor] },
  )
  if (made.status !== 0) throw new Error(`mkfifo failed: ${made.stderr || made.error?.message}`)
}
