import { createHash } from 'node:crypto'
import fs from 'node:fs'
import { GuardedDirectory } from '../guarded/guarded-directory.ts'
import type { KnownDirectory } from '../guarded/identity.ts'
import { compileCacheVariable } from '../model/environment.ts'

/** Captured before anything can patch `fs`. None of these calls another by its name there, as `writeFileSync` does. */
const { closeSync, openSync, readFileSync, renameSync, writeSync } = fs

/**
 * What `compile` gives for a source, kept for the other processes of the run in a directory that goes with it.
 * Compiles anew where there is no such directory, or it cannot be used.
 */
export function cached(source: string, compile: () => string): string {
  const dir = cacheDirectory()
  if (dir === null) return compile()
  const name = `${createHash('sha256').update(source).digest('hex')}.js`
  try {
    return readFileSync(dir.at(name), 'utf8')
  } catch {
    const compiled = compile()
    keep(dir, name, compiled)
    return compiled
  } finally {
    dir.close()
  }
}

/** Null where there is none, or a target has put something else in its place. */
function cacheDirectory(): GuardedDirectory | null {
  const known = process.env[compileCacheVariable]
  return known === undefined ? null : GuardedDirectory.known(JSON.parse(known) as KnownDirectory)
}

/** Complete or not at all: several processes compile the same module at the same time. */
function keep(dir: GuardedDirectory, name: string, compiled: string): void {
  const temporary = `${name}.${process.pid}`
  try {
    write(openSync(dir.at(temporary), 'wx'), Buffer.from(compiled))
    renameSync(dir.at(temporary), dir.at(name))
  } catch {
    // A cache that cannot be written is only slow.
  }
}

function write(fd: number, bytes: Buffer): void {
  try {
    for (let done = 0; done < bytes.length;) done += writeSync(fd, bytes, done)
  } finally {
    closeSync(fd)
  }
}
