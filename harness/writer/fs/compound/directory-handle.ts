import { constants, type Dir, type Dirent } from 'node:fs'
import { errorAs } from '../errors.ts'
import type { AnyFunction } from '../faces/sync.ts'
import type { Face } from '../operation.ts'
import type { Plan } from '../plan.ts'
import type { Site } from '../site.ts'
import { onEntry } from '../steps/entry.ts'
import type { Target } from '../steps/open-close.ts'
import { encodedName, type Listing } from './list-directory.ts'

/** What Node's Dir asks of its native half; with a request it answers later, without one at once. */
interface NativeDirectory {
  read(encoding: Listing['encoding'], count: number, request?: Request): unknown
  close(request?: Request): unknown
}
interface Request {
  oncomplete(error: unknown, result?: unknown): void
}
type DirConstructor = new (handle: NativeDirectory, path: string | Buffer, options: unknown) => Dir

/**
 * Node's own Dir over a listing taken when the directory was opened. POSIX leaves open whether entries that come or go
 * later are seen. https://nodejs.org/api/fs.html#class-fsdir
 */
export function* opendir(site: Site, target: Target, options: unknown, face: Face): Plan<Dir> {
  const { value, place } = target
  try {
    const entries = yield* onEntry('readdir', 'opendir', target, () =>
      entriesOf(site.originals.opendirSync(value)),
    )
    const Directory = site.originals.Dir as unknown as DirConstructor
    return new Directory(listed(entries), value instanceof URL ? place.given : value, options)
  } catch (error) {
    // Some versions of Node name no path in the synchronous error.
    throw face === 'sync' ? error : errorAs(error, 'opendir', place.given)
  }
}

/**
 * Node's own function of this name, for what is not under control. Its entries are in order, too: what a load finds
 * between two steps must not depend on how the kernel keeps them.
 */
export function opendirInOrder(
  original: AnyFunction,
  { Dir: Directory }: { readonly Dir: unknown },
): AnyFunction {
  function inOrder(opened: Dir, options: unknown): Dir {
    return isPlain(options)
      ? new (Directory as DirConstructor)(listed(entriesOf(opened)), opened.path, options)
      : opened
  }
  return (...args: unknown[]) => {
    const done = args.at(-1)
    if (typeof done !== 'function') {
      const result = original(...args)
      return result instanceof Promise
        ? result.then((opened: Dir) => inOrder(opened, args[1]))
        : inOrder(result as Dir, args[1])
    }
    return original(...args.slice(0, -1), (error: unknown, opened: Dir) =>
      error ? done(error) : done(null, inOrder(opened, args.length > 2 ? args[1] : undefined)),
    )
  }
}

/** Whether it lists one directory, by names that are texts. */
function isPlain(options: unknown): boolean {
  const { encoding = 'utf8', recursive = false } = (options ?? {}) as Record<string, unknown>
  return encoding === 'utf8' && recursive === false && typeof options !== 'string'
}

/** Sorted, since the order of a directory is the kernel's business, and a replay must not depend on that. */
function entriesOf(directory: Dir): Dirent[] {
  const entries: Dirent[] = []
  for (let entry = directory.readSync(); entry; entry = directory.readSync()) entries.push(entry)
  directory.closeSync()
  return entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))
}

function listed(entries: readonly Dirent[]): NativeDirectory {
  let left: readonly Dirent[] = entries
  return {
    read(encoding, count, request) {
      const batch = left.slice(0, count)
      left = left.slice(count)
      const flat = batch.flatMap((entry) => [encodedName(entry.name, encoding), typeOf(entry)])
      return answer(request, batch.length > 0 ? flat : null)
    },
    close: (request) => answer(request, undefined),
  }
}

function answer(request: Request | undefined, result: unknown): unknown {
  if (request === undefined) return result
  process.nextTick(() => request.oncomplete(null, result))
  return undefined
}

const types = constants as unknown as Record<string, number>

function typeOf(entry: Dirent): number | undefined {
  if (entry.isFile()) return types['UV_DIRENT_FILE']
  if (entry.isDirectory()) return types['UV_DIRENT_DIR']
  if (entry.isSymbolicLink()) return types['UV_DIRENT_LINK']
  if (entry.isFIFO()) return types['UV_DIRENT_FIFO']
  if (entry.isSocket()) return types['UV_DIRENT_SOCKET']
  if (entry.isCharacterDevice()) return types['UV_DIRENT_CHAR']
  return entry.isBlockDevice() ? types['UV_DIRENT_BLOCK'] : types['UV_DIRENT_UNKNOWN']
}
