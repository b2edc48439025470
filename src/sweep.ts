import fs from 'node:fs'
import path from 'node:path'
import { codeOf } from './errors.ts'
import { livenessOf } from './process-identity.ts'
import { writerOfTemporaryName } from './temporary-name.ts'
import { namesIn } from './trace-files.ts'
import { isInUse } from './write-order.ts'

export interface SweepOptions {
  /**
   * How long ago a temporary file must have been changed last where nobody can tell whether its writer lives: it was
   * in another container, on another machine, before a reboot, or not on Linux. Default 24 hours.
   */
  readonly abandonedAfterMillis?: number
  /**
   * The caller's word that no other process and no other thread writes in this directory, as at a start under a lock.
   * Every temporary file that is not in use here is then abandoned, whatever its age. Default false.
   */
  readonly soleUser?: boolean
}

export interface SweepReport {
  /** Paths of the abandoned files, now removed. */
  readonly removed: readonly string[]
  /** Paths of those whose writer lives, or may live. */
  readonly kept: readonly string[]
  readonly failed: readonly { readonly file: string; readonly error: unknown }[]
}

const dayMillis = 24 * 60 * 60 * 1000

/**
 * Removes the temporary files that a killed process left in a directory, and nothing else. A directory that does not
 * exist has none.
 *
 * It never removes a file whose writer may live. The name says who that is; where this process shares the writer's
 * process table, the table decides, and a later process with the same pid is told apart by when it started.
 *
 * @throws {TraceReadError} where the directory cannot be read
 */
export async function sweepTemporaryFiles(
  directory: string,
  options: SweepOptions = {},
): Promise<SweepReport> {
  const report = {
    removed: [] as string[],
    kept: [] as string[],
    failed: [] as { file: string; error: unknown }[],
  }
  for (const name of await namesIn(directory)) {
    if (!writerOfTemporaryName(name)) continue
    const file = path.resolve(directory, name)
    try {
      if (await isAbandoned(file, options)) {
        await fs.promises.unlink(file)
        report.removed.push(file)
      } else report.kept.push(file)
    } catch (error) {
      // Gone: it was renamed into place, or another sweep was faster.
      if (codeOf(error) !== 'ENOENT') report.failed.push({ file, error })
    }
  }
  return report
}

async function isAbandoned(file: string, options: SweepOptions): Promise<boolean> {
  // A name is never used twice, so a file that exists and is not in use will not come into use.
  if (isInUse(file)) return false
  if (options.soleUser) return true
  const writer = writerOfTemporaryName(path.basename(file))!
  const liveness = livenessOf(writer)
  if (liveness !== 'unknown') return liveness === 'dead'
  const { mtimeMs } = await fs.promises.stat(file)
  return Date.now() - mtimeMs > (options.abandonedAfterMillis ?? dayMillis)
}
