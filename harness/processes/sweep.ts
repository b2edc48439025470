import fs from 'node:fs'
import path from 'node:path'
import { GuardedDirectory } from '../guarded/guarded-directory.ts'
import { isAbandoned } from './liveness.ts'
import { warnOnce } from './warn-once.ts'

/** Removes what runs left that were killed together with their guards. What is left over is said, and stops nobody. */
export function sweepAbandoned(base: string, isRun: (name: string) => boolean): void {
  let names: string[]
  try {
    names = fs.readdirSync(base).filter(isRun)
  } catch {
    return // Making the new directory says what is wrong with it.
  }
  for (const name of names) {
    const directory = GuardedDirectory.found(path.join(base, name))
    if (!directory) continue
    const left = isAbandoned(directory) ? directory.remove() : null
    directory.close()
    if (left !== null) warnOnce(`an earlier run has left ${left}; remove it yourself`)
  }
}
