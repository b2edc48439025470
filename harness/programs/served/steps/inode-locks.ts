import type { Client } from '../files/client.ts'
import type { FuseRequest } from '../fuse/requests.ts'
import type { CallKind, SystemCall } from '../process/system-calls.ts'

/** Requests during which the kernel has the lock of their inode (`fs/fuse/file.c`, `notify_change`). */
const whileLocked: ReadonlySet<string> = new Set(['write', 'fsync', 'setattr', 'fallocate'])

/**
 * Calls for which the kernel takes the lock of what a path leads to, once it has looked that up (`fs/namei.c`, `fs/attr.c`,
 * Documentation/filesystems/directory-locking).
 */
const takesLock: ReadonlySet<CallKind> = new Set([
  'rename',
  'unlink',
  'link',
  'truncate',
  'chmod',
  'chown',
  'utimes',
])

/**
 * Whether the kernel would let a call wait for one of its writer's own requests that are held: it would be granted, and
 * not be carried out.
 */
export function waitsForInode(call: SystemCall, held: Iterable<FuseRequest>, client: Client): boolean {
  if (!takesLock.has(call.kind)) return false
  const locked = new Set<number>()
  for (const { header, body } of held)
    if (whileLocked.has(body.op === 'plain' ? (body.opcode ?? '') : body.op)) locked.add(header.node)
  if (locked.size === 0) return false
  return call.paths.some((path) => {
    const node = client.nodeAt(path)
    return node !== null && locked.has(node)
  })
}
