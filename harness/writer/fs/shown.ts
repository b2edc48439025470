import type { BigIntStats, BigIntStatsFs, Stats, StatsFs } from 'node:fs'
import type { ShownInode } from '../../model/shown-inode.ts'
import { setTime } from './file-times.ts'
import type { Site } from './site.ts'
import { tellingUseOfTimes } from './use-of-times.ts'

type AnyStats = Stats | BigIntStats
type Field = 'ino' | 'size' | 'blocks' | 'blksize' | 'nlink'

/** As most file systems have it. */
const blockBytes = 4096
/** stat(2) counts blocks of that size, whatever those of the file system are. */
const countedBytes = 512
/** As btrfs has it: what lies in a directory adds no links. POSIX leaves open whether it does. */
const linksOfDirectory = 1
/** 1 TiB, half of it free, for half a million files. */
const roomy = { blocks: 2 ** 28, bfree: 2 ** 27, bavail: 2 ** 27, files: 2 ** 20, ffree: 2 ** 19 }

export interface Look {
  /** Writes times of access and modification, in seconds, to the inode that was looked at. */
  readonly stamp: (atime: number, mtime: number) => void
  /** Where its path leads at present, relative to the run directory; absent for a descriptor. */
  readonly where?: () => string | undefined
  /** How a note names it. */
  readonly name: string
}

/** What a target is shown of an inode: nothing that the kernel decides by itself. docs/architecture.md has the table. */
export function shown<T extends AnyStats | undefined>(site: Site, stats: T, look: Look): T {
  const seen = site.times.seen(stats, look.stamp)
  if (!seen || !site.inodes) return seen
  const known = site.inodes.shown(look.where)
  if (known === undefined) site.note('uncontrolled', `${look.name} shows a file that no step has made`)
  else setKnown(seen, known)
  if (seen.isDirectory()) {
    set(seen, 'size', blockBytes)
    set(seen, 'nlink', linksOfDirectory)
  }
  set(seen, 'blksize', blockBytes)
  const blocks = seen.isSymbolicLink() ? 0 : Math.ceil(Number(seen.size) / blockBytes)
  set(seen, 'blocks', blocks * (blockBytes / countedBytes))
  return tellingUseOfTimes(seen, site.usesTimes)
}

function setKnown(stats: AnyStats, { number, changedMillis, bornMillis }: ShownInode): void {
  set(stats, 'ino', number)
  if (changedMillis !== undefined) setTime(stats, 'ctime', changedMillis)
  if (bornMillis !== undefined) setTime(stats, 'birthtime', bornMillis)
}

/** How much room there is: the same for everybody, since others fill it, too. */
export function shownRoom<T extends StatsFs | BigIntStatsFs>(site: Site, stats: T): T {
  if (!site.inodes) return stats
  const isBig = typeof stats.blocks === 'bigint'
  for (const [name, value] of Object.entries({ bsize: blockBytes, ...roomy }))
    Object.assign(stats, { [name]: isBig ? BigInt(value) : value })
  if ('frsize' in stats) Object.assign(stats, { frsize: isBig ? BigInt(blockBytes) : blockBytes })
  return stats
}

function set(stats: AnyStats, field: Field, value: number): void {
  Object.assign(stats, { [field]: typeof stats.ino === 'bigint' ? BigInt(value) : value })
}
