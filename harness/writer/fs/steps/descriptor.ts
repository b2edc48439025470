import type { BigIntStats, Stats } from 'node:fs'
import type { Operation as Op, Step } from '../../../model/step.ts'
import { take, type Plan } from '../plan.ts'
import { shown } from '../shown.ts'
import type { Dated, Time } from '../file-times.ts'
import type { Site } from '../site.ts'
import { failing } from './failing.ts'
import type { Opened } from './open-close.ts'

/** A step on an open file that moves no data. */
function* onFile<T>(
  op: Op,
  syscall: string,
  { file }: Opened,
  perform: () => T,
  more: Pick<Step, 'bytes' | 'withoutTimes'> = {},
): Plan<T> {
  return yield* take({
    step: { op, path: file.path, handle: file.handle, ...more },
    perform,
    fail: failing(syscall),
  })
}

export function fsync(site: Site, opened: Opened): Plan<void> {
  return onFile('fsync', 'fsync', opened, () => site.originals.fsyncSync(opened.fd))
}

export function fdatasync(site: Site, opened: Opened): Plan<void> {
  return onFile('fdatasync', 'fdatasync', opened, () => site.originals.fdatasyncSync(opened.fd))
}

export function ftruncate(site: Site, opened: Opened, length: number): Plan<void> {
  const perform = (): void => {
    site.originals.ftruncateSync(opened.fd, length)
    site.times.written(opened.fd)
  }
  return onFile('truncate', 'ftruncate', opened, perform, { bytes: length })
}

export function fstat(site: Site, opened: Opened, bigint: boolean): Plan<Stats | BigIntStats> {
  return onFile('fstat', 'fstat', opened, () => lookAt(site, opened, { bigint }))
}

/** What the interposer itself looks at: no target sees its times. */
export function inspect(site: Site, opened: Opened): Plan<Stats> {
  const look = () => lookAt(site, opened, { bigint: false }) as Stats
  return onFile('fstat', 'fstat', opened, look, { withoutTimes: true })
}

function lookAt(
  site: Site,
  { fd, file }: Opened,
  options: { readonly bigint: boolean },
): Stats | BigIntStats {
  return shown(site, site.originals.fstatSync(fd, options), {
    stamp: (atime, mtime) => site.originals.futimesSync(fd, atime, mtime),
    name: `fstat ${file.path}`,
  })
}

export function fchmod(site: Site, opened: Opened, mode: number): Plan<void> {
  return onFile('chmod', 'fchmod', opened, () => {
    site.originals.fchmodSync(opened.fd, mode)
    site.inodes?.made(site.originals.fstatSync(opened.fd))
  })
}

export function fchown(site: Site, opened: Opened, uid: number, gid: number): Plan<void> {
  return onFile('chown', 'fchown', opened, () => {
    site.originals.fchownSync(opened.fd, uid, gid)
    site.inodes?.made(site.originals.fstatSync(opened.fd))
  })
}

export function futimes(site: Site, opened: Opened, atime: Time, mtime: Time): Plan<void> {
  return onFile('utimes', 'futime', opened, () =>
    date(site, atime, mtime, {
      apply: (accessed, modified) => site.originals.futimesSync(opened.fd, accessed, modified),
      look: () => site.originals.fstatSync(opened.fd),
    }),
  )
}

/** Sets the times of one inode, and says which it has then. */
export function date(site: Site, atime: Time, mtime: Time, dated: Dated): void {
  const stats = site.times.set(atime, mtime, dated)
  site.inodes?.dated(stats)
}
