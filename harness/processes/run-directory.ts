import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import tmp from 'tmp-promise'
import { UsageError } from '../model/errors.ts'

const prefix = `onewriter-${os.hostname()}-`
const memoryFileSystem = '/dev/shm'

/** Where run directories are made: `requested`, else a memory file system if there is one, else the system's temp. */
export function baseDirectory(requested: string | undefined): string {
  if (requested !== undefined) return path.resolve(requested)
  return isWritable(memoryFileSystem) ? memoryFileSystem : os.tmpdir()
}

/**
 * Makes the directory that holds everything of one run.
 *
 * @throws UsageError when nothing can be made in `base`.
 */
export async function makeRunDirectory(base: string): Promise<{ path: string; remove(): Promise<void> }> {
  sweepAbandoned(base)
  try {
    const made = await tmp.dir({ tmpdir: base, prefix: `${prefix}${process.pid}`, unsafeCleanup: true })
    const root = fs.realpathSync(made.path)
    return { path: root, remove: () => fs.promises.rm(root, { recursive: true, force: true, maxRetries: 5 }) }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`--dir=${base}: expected a directory in which a new one can be made (${reason})`)
  }
}

/** Removes what a harness left that was killed together with its guard. */
function sweepAbandoned(base: string): void {
  let names: string[] = []
  try {
    names = fs.readdirSync(base).filter((name) => name.startsWith(prefix))
  } catch {
    return // Making the new directory says what is wrong with it.
  }
  for (const name of names) {
    const pid = Number(/^(\d+)-/.exec(name.slice(prefix.length))?.[1])
    if (Number.isInteger(pid) && !isAlive(pid))
      fs.rmSync(path.join(base, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function isWritable(dir: string): boolean {
  try {
    fs.accessSync(dir, fs.constants.W_OK)
    return fs.statSync(dir).isDirectory()
  } catch {
    return false
  }
}
