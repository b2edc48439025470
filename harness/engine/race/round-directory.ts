import type { GuardedDirectory } from '../../guarded/guarded-directory.ts'
import { messageOf } from '../../model/errors.ts'
import { RunDirectoryLost } from '../../model/run-directory-lost.ts'

/** Removing is tried so often: a daemon of the target's may be making files. */
const attempts = 3

/**
 * Gives a round a directory of its own, and removes it afterwards.
 *
 * @throws RunDirectoryLost when the target does not leave it where it is, whatever else `round` throws then.
 */
export async function inRoundDirectory<T>(
  root: GuardedDirectory,
  ordinal: number,
  round: (directory: GuardedDirectory, assertInPlace: () => void) => Promise<T>,
): Promise<T> {
  const directory = made(root, `round-${ordinal}`)
  const assertInPlace = () => {
    if (!directory.isInPlace) throw new RunDirectoryLost()
  }
  try {
    return await round(directory, assertInPlace)
  } catch (error) {
    assertInPlace()
    throw error
  } finally {
    // What cannot be removed now is in the way of no other round; it is tried again with all that the run has left.
    for (let attempt = 1; attempt <= attempts; attempt += 1) if (directory.remove() === null) break
    directory.close()
  }
}

function made(root: GuardedDirectory, name: string): GuardedDirectory {
  if (!root.isInPlace) throw new RunDirectoryLost('was moved, removed or replaced, with the folders above it')
  try {
    return root.make(name, 0o777)
  } catch (error) {
    throw new RunDirectoryLost(`could not be made (${messageOf(error)})`)
  }
}
