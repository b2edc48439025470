import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import tmp from 'tmp-promise'
import { GuardedDirectory } from '../guarded/guarded-directory.ts'
import { messageOf, UsageError } from '../model/errors.ts'
import { sweepAbandoned } from './sweep.ts'

const prefix = 'onewriter'
const isRun = (name: string) => /^onewriter-[\w-]+$/.test(name)
const memoryFileSystem = '/dev/shm'
const leastFreeBytes = 512 * 1024 ** 2

/** Where run directories are made: `requested`, else a memory file system if there is one, else the system's temp. */
export function baseDirectory(requested: string | undefined): string {
  if (requested !== undefined) return path.resolve(requested)
  return isRoomy(memoryFileSystem) ? memoryFileSystem : os.tmpdir()
}

/**
 * Chooses the path of the directory that will hold everything of one run. Named before it is made, so that
 * somebody can answer for its removal from its first moment on.
 *
 * @throws UsageError when `base` is no directory.
 */
export async function nameRunDirectory(base: string): Promise<string> {
  sweepAbandoned(base, isRun)
  try {
    if (!fs.statSync(base).isDirectory()) throw new Error('it is no directory')
    return await tmp.tmpName({ tmpdir: fs.realpathSync(base), prefix })
  } catch (error) {
    throw refusal(base, error)
  }
}

/** @throws UsageError when the directory cannot be made. */
export function makeRunDirectory(root: string): GuardedDirectory {
  try {
    return GuardedDirectory.make(root)
  } catch (error) {
    throw refusal(path.dirname(root), error)
  }
}

function refusal(base: string, error: unknown): UsageError {
  return new UsageError(
    `--dir=${base}: expected a directory in which a new one can be made (${messageOf(error)})`,
  )
}

/** A container's `/dev/shm` often has 64 MiB: a full disk would look like the target's fault. */
function isRoomy(dir: string): boolean {
  try {
    fs.accessSync(dir, fs.constants.W_OK)
    const { bavail, bsize } = fs.statfsSync(dir)
    return bavail * bsize >= leastFreeBytes
  } catch {
    return false
  }
}
