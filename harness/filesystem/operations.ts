import { access, statfs } from './operations/access.ts'
import { chmod, chown, utimes } from './operations/attributes.ts'
import { close } from './operations/close.ts'
import { lock, unlock } from './operations/lock.ts'
import { mkdir, mkdtemp } from './operations/directories.ts'
import { link, readlink, symlink } from './operations/links.ts'
import { open } from './operations/open.ts'
import { read } from './operations/read.ts'
import { readdir } from './operations/readdir.ts'
import { realpath } from './operations/realpath.ts'
import { rmdir, unlink } from './operations/removal.ts'
import { rename } from './operations/rename.ts'
import { fstat, lstat, stat } from './operations/stat.ts'
import { fdatasync, fsync } from './operations/sync.ts'
import { truncate } from './operations/truncate.ts'
import { write } from './operations/write.ts'
import type { FileOperation } from './requests.ts'
import type { Semantics } from './semantics.ts'

export type Operations = { readonly [Op in FileOperation]: Semantics<Op> }

/**
 * What each operation on the file system means, in one row each. A new operation does not compile until it has one.
 * What no row covers is no step: whoever meets it has to take it for anything at all.
 */
export const operations: Operations = {
  open,
  read,
  write,
  close,
  fsync,
  fdatasync,
  truncate,
  stat,
  lstat,
  fstat,
  statfs,
  access,
  readdir,
  readlink,
  realpath,
  rename,
  unlink,
  link,
  symlink,
  mkdir,
  rmdir,
  mkdtemp,
  chmod,
  chown,
  utimes,
  lock,
  unlock,
}
