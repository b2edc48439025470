import fs from 'node:fs'
import path from 'node:path'
import { isSessionFileName } from './session-name.ts'
import { listTraces, namesIn } from './trace-files.ts'
import { isBeingWritten } from './write-order.ts'

/**
 * Removes the oldest traces of a directory, by recorded start, until `maxFiles` are left. Files that hold no trace
 * do not count and are not touched.
 *
 * A file that was written since it was judged is left for the next time. Within a thread that is exact: no write of
 * it is under way, and nothing comes between the check and the synchronous removal. A write of another process in
 * that instant can be lost, as POSIX has no removal on condition: let one process retain where sessions are resumed.
 *
 * @param keep a file that stays, however old: the one that was just exported
 * @param onRetired told of each file as soon as it is removed
 * @returns the paths of the files removed
 */
export async function retainNewest(
  directory: string,
  maxFiles: number,
  keep: string,
  onRetired: (file: string) => void = () => {},
): Promise<string[]> {
  const names = (await namesIn(directory)).filter(isSessionFileName)
  if (names.length <= maxFiles) return []
  const files = names.map((name) => path.resolve(directory, name))
  const judged = new Map(files.map((file) => [file, versionOf(file)]))
  const { traces } = await listTraces(directory)
  const excess = Math.max(0, traces.length - maxFiles)
  const oldest = traces.map(({ file }) => file).filter((file) => file !== keep)
  return oldest.slice(0, excess).filter((file) => {
    const isRemoved = removeUnchanged(file, judged.get(file))
    if (isRemoved) onRetired(file)
    return isRemoved
  })
}

function removeUnchanged(file: string, version: string | undefined): boolean {
  if (version === undefined || isBeingWritten(file) || versionOf(file) !== version) return false
  fs.unlinkSync(file)
  return true
}

/** Differs for each write of the file, since each makes a new inode; `undefined` where the file is gone. */
function versionOf(file: string): string | undefined {
  const stat = fs.statSync(file, { bigint: true, throwIfNoEntry: false })
  return stat && `${stat.dev}/${stat.ino}/${stat.size}/${stat.mtimeNs}`
}
