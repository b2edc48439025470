import fs from 'node:fs'
import type { AtHandle, AtInode, AtPath, FileOperation, Requests } from '../../harness/filesystem/requests.ts'

/** What a step gave, in a form that Node's functions have it. */
export type Given = string | number | fs.Stats | fs.Dirent[] | Buffer

/** The descriptor of an open handle; one that is closed where it is not open. */
export type DescriptorOf = (handle: AtHandle) => number

/** By operation, Node's synchronous function for it, in the current directory. */
export const systemCalls: {
  readonly [Op in FileOperation]: (request: Requests[Op], descriptorOf: DescriptorOf) => Given
} = {
  open: (request) => fs.openSync(pathIn(request), request.flags, request.permissions),
  close: (request, descriptorOf) => doing(() => fs.closeSync(descriptorOf(request))),
  read(request, descriptorOf) {
    const into = Buffer.alloc(request.bytes)
    const got = fs.readSync(descriptorOf(request), into, 0, request.bytes, request.position ?? null)
    return into.subarray(0, got)
  },
  write: (request, descriptorOf) =>
    fs.writeSync(descriptorOf(request), request.data, 0, request.data.length, request.position ?? null),
  fsync: (request, descriptorOf) => doing(() => fs.fsyncSync(descriptorOf(request))),
  fdatasync: (request, descriptorOf) => doing(() => fs.fdatasyncSync(descriptorOf(request))),
  // Node has no flock(2). What is left to compare is whether there is anything to lock.
  lock: (request, descriptorOf) => doing(() => fs.fstatSync(descriptorOf(request))),
  unlock: (request, descriptorOf) => doing(() => fs.fstatSync(descriptorOf(request))),
  truncate: (request, descriptorOf) =>
    doing(() =>
      'handle' in request
        ? fs.ftruncateSync(descriptorOf(request), request.length)
        : fs.truncateSync(pathIn(request), request.length),
    ),
  stat: (request) => fs.statSync(request.path),
  lstat: (request) => fs.lstatSync(request.path),
  fstat: (request, descriptorOf) => fs.fstatSync('handle' in request ? descriptorOf(request) : noInode()),
  statfs: (request) => doing(() => fs.statfsSync(request.path)),
  access: (request) => doing(() => fs.accessSync(request.path, request.wanted)),
  readdir: (request) => fs.readdirSync(pathIn(request), { withFileTypes: true }),
  readlink: (request) => fs.readlinkSync(pathIn(request)),
  realpath: (request) => fs.realpathSync.native(request.path),
  rename: ({ from, to }) => doing(() => fs.renameSync(from.path, to.path)),
  unlink: (request) => doing(() => fs.unlinkSync(request.path)),
  link: ({ from, to }) => doing(() => fs.linkSync(from.path, to.path)),
  symlink: ({ target, path }) => doing(() => fs.symlinkSync(target, path)),
  mkdir: (request) => doing(() => fs.mkdirSync(request.path, request.permissions)),
  rmdir: (request) => doing(() => fs.rmdirSync(request.path)),
  mkdtemp: (request) => doing(() => fs.mkdirSync(request.path, 0o700)),
  chmod: (request, descriptorOf) =>
    doing(() =>
      'handle' in request
        ? fs.fchmodSync(descriptorOf(request), request.permissions)
        : fs.chmodSync(pathIn(request), request.permissions),
    ),
  chown(request, descriptorOf) {
    const { uid, gid, follow } = request
    if ('handle' in request) return doing(() => fs.fchownSync(descriptorOf(request), uid, gid))
    const change = follow === false ? fs.lchownSync : fs.chownSync
    return doing(() => change(pathIn(request), uid, gid))
  },
  utimes(request, descriptorOf) {
    const [atime, mtime] = [secondsOf(request.accessedNanos), secondsOf(request.modifiedNanos)]
    if ('handle' in request) return doing(() => fs.futimesSync(descriptorOf(request), atime, mtime))
    const change = request.follow === false ? fs.lutimesSync : fs.utimesSync
    return doing(() => change(pathIn(request), atime, mtime))
  },
}

function doing(work: () => unknown): string {
  work()
  return 'done'
}

function secondsOf(nanos: bigint): number {
  return Number(nanos) / 1e9
}

function pathIn(where: AtPath | AtHandle | AtInode): string {
  return 'path' in where ? where.path : noInode()
}

function noInode(): never {
  throw new Error(
    'a real directory should be asked by path or handle, but is asked by the number of an inode',
  )
}
