/**
 * What a guard runs when its harness was killed: removes the run's directory, if its path still leads to it.
 * Arguments: the path, its device and its inode.
 */
import { setTimeout } from 'node:timers/promises'
import { GuardedDirectory } from '../guarded/guarded-directory.ts'

const [, , path = '', device = '', inode = ''] = process.argv
/** What was killed may still be in the middle of making a file. */
const attempts = 10
const pauseMillis = 100

for (let attempt = 1; attempt <= attempts; attempt += 1) {
  const directory = GuardedDirectory.known({ path, identity: { device, inode } })
  if (!directory || directory.remove() === null) break
  await setTimeout(pauseMillis)
}
