import type { PathLike, Stats } from 'node:fs'
import type { Operation as Op } from '../../../model/step.ts'
import { fileMode, isInteger, isTime, readOptions } from '../arguments.ts'
import type { Operation, Operations } from '../operation.ts'
import type { Site } from '../site.ts'
import type { Time } from '../file-times.ts'
import { date } from '../steps/descriptor.ts'
import { onEntry } from '../steps/entry.ts'
import { targetOf } from '../target.ts'

type Rest = readonly unknown[]
const MOST_ID = 2 ** 32 - 1
const isId = (value: unknown): value is number => isInteger(value, -1, MOST_ID)
const isMode = (value: unknown): boolean => fileMode(value, -1) !== null
const areTimes = ([atime, mtime]: Rest): boolean => isTime(atime) && isTime(mtime)
const areIds = ([uid, gid]: Rest): boolean => isId(uid) && isId(gid)
const isEncoded = ([options]: Rest): boolean => readOptions(options) !== null

/** Operations that are one step on one path. */
export function entryOperations(site: Site): Operations {
  const fs = site.originals

  /** `accepts` tells whether Node would take the arguments after the path. */
  const asChanged = (look: () => Stats): void => site.inodes?.made(look())

  function single(
    op: Op,
    syscall: string,
    follow: boolean,
    accepts: (rest: Rest) => boolean,
    perform: (path: PathLike, rest: Rest) => unknown,
  ): Operation {
    return ([path, ...rest]) => {
      const target = targetOf(site, path, follow)
      return target && accepts(rest)
        ? onEntry<unknown>(op, syscall, target, () => perform(target.value, rest))
        : null
    }
  }

  return {
    access: single(
      'access',
      'access',
      true,
      ([mode]) => mode === undefined || mode === null || isInteger(mode, 0, 7),
      (path, [mode]) => fs.accessSync(path, (mode ?? 0) as number),
    ),
    chmod: single(
      'chmod',
      'chmod',
      true,
      ([mode]) => isMode(mode),
      (path, [mode]) => {
        fs.chmodSync(path, mode as number)
        asChanged(() => fs.statSync(path))
      },
    ),
    chown: single('chown', 'chown', true, areIds, (path, [uid, gid]) => {
      fs.chownSync(path, uid as number, gid as number)
      asChanged(() => fs.statSync(path))
    }),
    lchown: single('chown', 'lchown', false, areIds, (path, [uid, gid]) => {
      fs.lchownSync(path, uid as number, gid as number)
      asChanged(() => fs.lstatSync(path))
    }),
    utimes: single('utimes', 'utime', true, areTimes, (path, [atime, mtime]) =>
      date(site, atime as Time, mtime as Time, {
        apply: (accessed, modified) => fs.utimesSync(path, accessed, modified),
        look: () => fs.statSync(path),
      }),
    ),
    lutimes: single('utimes', 'lutime', false, areTimes, (path, [atime, mtime]) =>
      date(site, atime as Time, mtime as Time, {
        apply: (accessed, modified) => fs.lutimesSync(path, accessed, modified),
        look: () => fs.lstatSync(path),
      }),
    ),
    readlink: single('readlink', 'readlink', false, isEncoded, (path, [options]) =>
      fs.readlinkSync(path, options as BufferEncoding),
    ),
    realpath: single('realpath', 'lstat', true, isEncoded, (path, [options]) =>
      fs.realpathSync(path, options as BufferEncoding),
    ),
    realpathNative: single('realpath', 'realpath', true, isEncoded, (path, [options]) =>
      fs.realpathSync.native(path, options as BufferEncoding),
    ),
    unlink: single(
      'unlink',
      'unlink',
      false,
      () => true,
      (path) => fs.unlinkSync(path),
    ),
  }
}
