import type { Stats as NodeStats } from 'node:fs'
import type { Nanos } from '../../harness/filesystem/inode.ts'
import type { Stats } from '../../harness/filesystem/results.ts'

/** What a sequence's virtual clock shows at first: the real one is far from it. */
export const virtualStartNanos = 1_000_000_000_000_000_000n
const virtualEndNanos = 1_100_000_000_000_000_000n
const realFromMillis = 1_500_000_000_000
const realUntilMillis = 4_000_000_000_000

/** Sizes of directories, and blocks, are the file system's own to count: as tmpfs does, or not compared. */
export interface Exactness {
  readonly isTmpfs: boolean
}

/** What two looks at one thing have to agree on: times that were set by themselves, others as `now`. */
export function lineOfStats(stats: Stats, { isTmpfs }: Exactness): string {
  const { kind, permissions, uid, gid, links, sizeBytes, blocks } = stats
  const size = isTmpfs ? `${sizeBytes} ${blocks}` : kind === 'directory' ? '' : String(sizeBytes)
  const times = [stats.accessedNanos, stats.modifiedNanos, stats.changedNanos].map(timeOfStore)
  return [kind, permissions.toString(8), uid, gid, links, size, ...times].join(' ')
}

export function lineOfNodeStats(stats: NodeStats, { isTmpfs }: Exactness): string {
  const kind = stats.isDirectory() ? 'directory' : stats.isSymbolicLink() ? 'link' : 'file'
  const size = isTmpfs ? `${stats.size} ${stats.blocks}` : kind === 'directory' ? '' : String(stats.size)
  const times = [stats.atimeMs, stats.mtimeMs, stats.ctimeMs].map(timeOfKernel)
  return [kind, (stats.mode & 0o7777).toString(8), stats.uid, stats.gid, stats.nlink, size, ...times].join(
    ' ',
  )
}

function timeOfStore(nanos: Nanos): string {
  return nanos >= virtualStartNanos && nanos < virtualEndNanos ? 'now' : String(nanos / 1_000_000n)
}

function timeOfKernel(millis: number): string {
  return millis > realFromMillis && millis < realUntilMillis ? 'now' : String(Math.round(millis))
}
