import { constants } from 'node:fs'
import { truncateFile } from '../draft/data.ts'
import type { Draft } from '../draft/draft.ts'
import { isRemoved, make } from '../draft/entries.ts'
import { openFile } from '../draft/open-files.ts'
import {
  dropPrivileges,
  isMachinesToDecide,
  isOwner,
  isPermitted,
  mayChangeList,
  mayRead,
  mayWrite,
} from '../draft/permissions.ts'
import type { InodeNumber } from '../inode.ts'
import { Refusal, refused, unknown } from '../outcome.ts'
import type { AtPath, Requests } from '../requests.ts'
import { nothing } from '../results.ts'
import { semanticsOf } from '../semantics.ts'
import { Walk } from '../walk.ts'
import { denied, full, onPaths, tooMany } from './possible-errors.ts'
import { subjectOf } from './subject.ts'

const { O_APPEND, O_CREAT, O_DIRECTORY, O_DSYNC, O_EXCL, O_NOATIME, O_NOFOLLOW, O_SYNC, O_TRUNC } = constants
const { O_NOCTTY, O_NONBLOCK, O_RDWR, O_WRONLY } = constants
/** `O_CLOEXEC` and `O_LARGEFILE`, which libuv and the C library add, and Node does not name. */
const ofNoMatter = O_NOCTTY | O_NONBLOCK | 0o2000000 | 0o100000
const accessBits = O_WRONLY | O_RDWR
const known =
  accessBits |
  O_APPEND |
  O_CREAT |
  O_DIRECTORY |
  O_DSYNC |
  O_EXCL |
  O_NOATIME |
  O_NOFOLLOW |
  O_SYNC |
  O_TRUNC |
  ofNoMatter

interface Found {
  readonly inode: InodeNumber
  readonly isNew: boolean
  /** Where it was found by a name: the directory of that. */
  readonly directory: InodeNumber | null
  /** Whether slashes came after its name, or after that of a link to it. */
  readonly hasSlash: boolean
}

/** open(2), and `do_open` and `may_open` in fs/namei.c. */
export const open = semanticsOf<'open'>({
  work(draft, request) {
    const { flags, handle } = request
    const has = (bit: number): boolean => (flags & bit) !== 0
    if ((flags & ~known) !== 0) return unknown(`open flags 0o${(flags & ~known).toString(8)}`)
    if (has(O_CREAT) && has(O_DIRECTORY)) return refused('EINVAL')
    const found = find(draft, request)
    if (found instanceof Refusal) return found
    const { inode, isNew } = found
    const isWrong = isNew ? null : refusal(draft, found, flags)
    if (isWrong) return isWrong
    if (has(O_TRUNC) && !isNew && draft.kindOf(inode) === 'file') {
      truncateFile(draft, inode, 0)
      dropPrivileges(draft, inode)
    }
    const { reads, writes } = accessOf(flags)
    openFile(draft, handle, {
      inode,
      reads,
      writes,
      appends: has(O_APPEND),
      isSynchronous: (flags & O_DSYNC) !== 0,
      keepsAccessTime: has(O_NOATIME),
    })
    return nothing
  },
  observes: () => null,
  mayFail(request, prospect) {
    const makes = prospect.disk.some(({ kind }) => kind === 'create')
    const changes = accessOf(request.flags).writes || (request.flags & O_TRUNC) !== 0
    const ofExisting = changes ? denied : (['EACCES'] as const)
    return onPaths(prospect, {
      always: [...tooMany, 'EIO', 'EINTR'],
      instead: makes ? [...denied, ...full] : ofExisting,
    })
  },
})

/** The inode to open, made where O_CREAT says so: `open_last_lookups` and `lookup_open`. */
function find(draft: Draft, request: Requests['open']): Found | Refusal {
  const { flags, permissions } = request
  const creates = (flags & O_CREAT) !== 0
  if ('inode' in request) {
    const inode = subjectOf(draft, { inode: request.inode })
    return inode instanceof Refusal ? inode : { inode, isNew: false, directory: null, hasSlash: false }
  }
  const walk = new Walk(draft)
  let follow = (flags & O_NOFOLLOW) === 0 && !(creates && (flags & O_EXCL) !== 0)
  let isWithSlash = false
  for (let where: AtPath = request; ;) {
    const place = walk.toParent(where)
    if (place instanceof Refusal) return place
    const { parent, name } = place
    if (place.last !== 'name') {
      const inode = walk.atDots(place)
      return inode instanceof Refusal
        ? inode
        : { inode, isNew: false, directory: null, hasSlash: isWithSlash }
    }
    if (place.hasSlash) {
      if (creates) return refused('EISDIR')
      follow = true
      isWithSlash = true
    }
    const inode = walk.lookUp(place)
    if (inode instanceof Refusal) return inode
    if (inode === null) {
      if (!creates || isRemoved(draft, parent)) return refused('ENOENT')
      if (!isPermitted(draft, parent, mayChangeList)) return refused('EACCES')
      const made = make(draft, { parent, name }, { kind: 'file', permissions })
      return { inode: made, isNew: true, directory: parent, hasSlash: false }
    }
    if (draft.kindOf(inode) !== 'link' || !follow)
      return { inode, isNew: false, directory: parent, hasSlash: isWithSlash }
    const next = walk.through(parent, inode)
    if (next instanceof Refusal) return next
    where = next
  }
}

/** Why what is there cannot be opened like this; null where it can. */
function refusal(draft: Draft, { inode, directory, hasSlash }: Found, flags: number): Refusal | null {
  const kind = draft.kindOf(inode)
  const has = (bit: number): boolean => (flags & bit) !== 0
  if (has(O_CREAT)) {
    if (has(O_EXCL)) return refused('EEXIST')
    if (kind === 'directory') return refused('EISDIR')
    if (kind === 'file' && directory !== null && isMachinesToDecide(draft, directory, inode))
      return unknown(
        'whether others may open this file with O_CREAT depends on the setting protected_regular',
      )
  }
  if ((has(O_DIRECTORY) || hasSlash) && kind !== 'directory') return refused('ENOTDIR')
  if (kind === 'link') return refused('ELOOP')
  const wanted = accessOf(flags).wanted | (has(O_TRUNC) ? mayWrite : 0)
  if (kind === 'directory' && (wanted & mayWrite) !== 0) return refused('EISDIR')
  if (!isPermitted(draft, inode, wanted)) return refused('EACCES')
  return has(O_NOATIME) && !isOwner(draft, inode) ? refused('EPERM') : null
}

/** The fourth mode, with both bits set, needs both rights and gives neither: open(2), "File access mode". */
function accessOf(flags: number): { reads: boolean; writes: boolean; wanted: number } {
  const mode = flags & accessBits
  const isNeither = mode === accessBits
  const reads = mode !== O_WRONLY
  const writes = mode !== 0
  return {
    reads: reads && !isNeither,
    writes: writes && !isNeither,
    wanted: (reads ? mayRead : 0) | (writes ? mayWrite : 0),
  }
}
