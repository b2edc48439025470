import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { compileCacheVariable } from '../model/environment.ts'

/** Captured before anything can patch `fs`. */
const { readFileSync, renameSync, writeFileSync } = fs

/**
 * What `compile` gives for a source, kept for the other processes of the run in a directory that goes with it.
 * Compiles anew where there is no such directory, or it cannot be used.
 */
export function cached(source: string, compile: () => string): string {
  const dir = process.env[compileCacheVariable]
  if (dir === undefined) return compile()
  const file = path.join(dir, `${createHash('sha256').update(source).digest('hex')}.js`)
  try {
    return readFileSync(file, 'utf8')
  } catch {
    const compiled = compile()
    keep(file, compiled)
    return compiled
  }
}

/** Complete or not at all: several processes compile the same module at the same time. */
function keep(file: string, compiled: string): void {
  const temporary = `${file}.${process.pid}`
  try {
    writeFileSync(temporary, compiled)
    renameSync(temporary, file)
  } catch {
    // A cache that cannot be written is only slow.
  }
}
