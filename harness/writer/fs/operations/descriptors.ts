import { fileMode, isInteger, isTime } from '../arguments.ts'
import { flagBits, followsLastLink } from '../flags.ts'
import type { Operations } from '../operation.ts'
import type { Site } from '../site.ts'
import { fchmod, fchown, fdatasync, fsync, ftruncate, futimes } from '../steps/descriptor.ts'
import { close, open } from '../steps/open-close.ts'
import { openedOf, targetOf } from '../target.ts'

const MOST_ID = 2 ** 32 - 1

/** Opening files, and what takes a descriptor but moves no data. */
export function descriptorOperations(site: Site): Operations {
  return {
    open([path, flags, modeArgument]) {
      const bits = flagBits(flags)
      const mode = fileMode(modeArgument, 0o666)
      if (bits === null || mode === null) return null
      const target = targetOf(site, path, followsLastLink(bits))
      return target && open(site, target, bits, mode)
    },
    close([fd]) {
      const opened = openedOf(site, fd)
      return opened && close(site, opened)
    },
    fsync([fd]) {
      const opened = openedOf(site, fd)
      return opened && fsync(site, opened)
    },
    fdatasync([fd]) {
      const opened = openedOf(site, fd)
      return opened && fdatasync(site, opened)
    },
    ftruncate([fd, length = 0]) {
      const opened = openedOf(site, fd)
      return opened && isInteger(length) ? ftruncate(site, opened, Math.max(0, length)) : null
    },
    fchmod([fd, modeArgument]) {
      const opened = openedOf(site, fd)
      const mode = fileMode(modeArgument, -1)
      return opened && mode !== null ? fchmod(site, opened, mode) : null
    },
    fchown([fd, uid, gid]) {
      const opened = openedOf(site, fd)
      return opened && isInteger(uid, -1, MOST_ID) && isInteger(gid, -1, MOST_ID)
        ? fchown(site, opened, uid, gid)
        : null
    },
    futimes([fd, atime, mtime]) {
      const opened = openedOf(site, fd)
      return opened && isTime(atime) && isTime(mtime) ? futimes(site, opened, atime, mtime) : null
    },
  }
}
