import { lockKinds, type LockRange } from './requests.ts'
import { constants } from 'node:os'
import type { Kind } from '../../../filesystem/inode.ts'
import { bytesOf } from '../../../filesystem/names.ts'
import type { ListedEntry, Stats } from '../../../filesystem/results.ts'
import { directIo, forgetEntry } from './opcodes.ts'

/** `struct fuse_out_header`. */
const headerBytes = 16
const attributeBytes = 88
const blockBytes = 4096

const typeBits: Readonly<Record<Kind, number>> = { file: 0o100000, directory: 0o040000, link: 0o120000 }
/** `DT_REG` and so on (readdir(3)). */
const entryTypes: Readonly<Record<Kind, number>> = { file: 8, directory: 4, link: 10 }

/** An answer with what it brings. */
export function reply(unique: bigint, body: Buffer = Buffer.alloc(0)): Buffer {
  return framed(unique, 0, body)
}

/** An answer that says why not. The kernel passes the error on as it is. */
export function refusal(unique: bigint, code: string): Buffer {
  const errno = (constants.errno as Readonly<Record<string, number>>)[code] ?? constants.errno.EIO
  return framed(unique, -errno, Buffer.alloc(0))
}

/** `struct fuse_notify_inval_entry_out`, which nobody has asked for: what a name leads to is to be forgotten. */
export function forgetting(directory: number, name: string): Buffer {
  const bytes = Buffer.concat([bytesOf(name), Buffer.alloc(1)])
  const body = Buffer.alloc(16)
  body.writeBigUInt64LE(BigInt(directory), 0)
  body.writeUInt32LE(bytes.length - 1, 8)
  return framed(0n, forgetEntry, Buffer.concat([body, bytes]))
}

function framed(unique: bigint, error: number, body: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt32LE(headerBytes + body.length, 0)
  header.writeInt32LE(error, 4)
  header.writeBigUInt64LE(unique, 8)
  return body.length === 0 ? header : Buffer.concat([header, body])
}

export interface InitReply {
  readonly readAheadBytes: number
  readonly flags: number
  readonly maxWriteBytes: number
}

/** `struct fuse_init_out`. */
export function initBody({ readAheadBytes, flags, maxWriteBytes }: InitReply): Buffer {
  const body = Buffer.alloc(64)
  body.writeUInt32LE(7, 0)
  body.writeUInt32LE(31, 4)
  body.writeUInt32LE(readAheadBytes, 8)
  body.writeUInt32LE(flags, 12)
  body.writeUInt16LE(64, 16) // Requests in the background, and …
  body.writeUInt16LE(48, 18) // … where they begin to wait.
  body.writeUInt32LE(maxWriteBytes, 20)
  body.writeUInt32LE(1, 24) // Times are exact to the nanosecond.
  body.writeUInt16LE(Math.ceil(maxWriteBytes / blockBytes), 28)
  return body
}

/** In nanoseconds. */
const second = 1_000_000_000n

/** `struct fuse_attr`. */
function attributes(stats: Stats): Buffer {
  const body = Buffer.alloc(attributeBytes)
  const { number, kind, permissions, links, uid, gid, sizeBytes, blocks } = stats
  body.writeBigUInt64LE(BigInt(number), 0)
  body.writeBigUInt64LE(BigInt(sizeBytes), 8)
  body.writeBigUInt64LE(BigInt(blocks), 16)
  const times = [stats.accessedNanos, stats.modifiedNanos, stats.changedNanos]
  for (const [index, nanos] of times.entries()) {
    const within = ((nanos % second) + second) % second
    body.writeBigInt64LE((nanos - within) / second, 24 + 8 * index)
    body.writeUInt32LE(Number(within), 48 + 4 * index)
  }
  body.writeUInt32LE(typeBits[kind] | permissions, 60)
  body.writeUInt32LE(links, 64)
  body.writeUInt32LE(uid, 68)
  body.writeUInt32LE(gid, 72)
  body.writeUInt32LE(blockBytes, 80)
  return body
}

/** `struct fuse_attr_out`: valid for no time at all. */
export function attributesBody(stats: Stats): Buffer {
  return Buffer.concat([Buffer.alloc(16), attributes(stats)])
}

/** `struct fuse_entry_out`: neither the entry nor its attributes are valid for any time. */
export function entryBody(node: number, stats: Stats): Buffer {
  const body = Buffer.alloc(40)
  body.writeBigUInt64LE(BigInt(node), 0)
  return Buffer.concat([body, attributes(stats)])
}

/** `struct fuse_open_out`. Without direct I/O, writes would wait in the page cache, and reads never arrive. */
export function openBody(handle: number, isDirectory = false): Buffer {
  const body = Buffer.alloc(16)
  body.writeBigUInt64LE(BigInt(handle), 0)
  body.writeUInt32LE(isDirectory ? 0 : directIo, 8)
  return body
}

/** `struct fuse_write_out`. */
export function writtenBody(bytes: number): Buffer {
  const body = Buffer.alloc(8)
  body.writeUInt32LE(bytes, 0)
  return body
}

/** `struct fuse_statfs_out`: how much is free is always the same. */
export function statfsBody(): Buffer {
  const body = Buffer.alloc(80)
  const counts = [2n ** 28n, 2n ** 27n, 2n ** 27n, 1_000_000n, 500_000n]
  for (const [index, count] of counts.entries()) body.writeBigUInt64LE(count, 8 * index)
  for (const [index, value] of [blockBytes, 255, blockBytes].entries())
    body.writeUInt32LE(value, 40 + 4 * index)
  return body
}

/** `struct fuse_dirent`, as many as fit from an offset on. An entry's own offset is where the next one begins. */
export function entriesBody(
  entries: readonly (ListedEntry & { readonly number: number })[],
  offset: number,
  mostBytes: number,
): Buffer {
  const parts: Buffer[] = []
  let size = 0
  for (const [index, { name, kind, number }] of entries.entries()) {
    if (index < offset) continue
    const bytes = bytesOf(name)
    const entry = Buffer.alloc(Math.ceil((24 + bytes.length) / 8) * 8)
    if (size + entry.length > mostBytes) break
    entry.writeBigUInt64LE(BigInt(number), 0)
    entry.writeBigUInt64LE(BigInt(index + 1), 8)
    entry.writeUInt32LE(bytes.length, 16)
    entry.writeUInt32LE(entryTypes[kind], 20)
    bytes.copy(entry, 24)
    parts.push(entry)
    size += entry.length
  }
  return Buffer.concat(parts)
}

/** `struct fuse_lk_out`: a lock that stands in the way, or that none does. */
export function lockBody(found: LockRange | null): Buffer {
  const body = Buffer.alloc(24)
  body.writeBigUInt64LE(found?.start ?? 0n, 0)
  body.writeBigUInt64LE(found?.end ?? 0n, 8)
  body.writeUInt32LE(lockKinds.indexOf(found?.kind ?? 'none'), 16)
  body.writeUInt32LE(found?.pid ?? 0, 20)
  return body
}
