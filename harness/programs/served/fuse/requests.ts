import { nameFrom } from '../../../filesystem/names.ts'
import { opcodeOf, type Opcode } from './opcodes.ts'

/** `struct fuse_in_header`. */
export const headerBytes = 40

export interface Header {
  readonly unique: bigint
  /** The number that this server has given to an inode. */
  readonly node: number
  readonly uid: number
  readonly gid: number
  /** Of the thread that asks; 0 where nobody waits. */
  readonly pid: number
}

/** A lock as it is asked for. */
export interface LockRange {
  readonly start: bigint
  /** The last byte of it. */
  readonly end: bigint
  readonly kind: 'shared' | 'exclusive' | 'none'
  readonly pid: number
}

export interface SetAttributes {
  readonly valid: number
  readonly handle: number
  readonly size: number
  readonly accessedNanos: bigint
  readonly modifiedNanos: bigint
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

/** What comes with a request, by its kind. */
export type Body =
  | { readonly op: 'lookup' | 'unlink' | 'rmdir'; readonly name: string }
  | { readonly op: 'mkdir'; readonly name: string; readonly mode: number }
  | { readonly op: 'create'; readonly name: string; readonly mode: number; readonly flags: number }
  | { readonly op: 'open' | 'opendir'; readonly flags: number }
  | {
      readonly op: 'read' | 'readdir'
      readonly handle: number
      readonly offset: number
      readonly bytes: number
    }
  | { readonly op: 'write'; readonly handle: number; readonly offset: number; readonly data: Buffer }
  | {
      readonly op: 'rename'
      readonly name: string
      readonly toNode: number
      readonly toName: string
      readonly flags: number
    }
  | { readonly op: 'link'; readonly ofNode: number; readonly name: string }
  | { readonly op: 'symlink'; readonly name: string; readonly target: string }
  | ({ readonly op: 'setattr' } & SetAttributes)
  | { readonly op: 'fsync' | 'fsyncdir'; readonly handle: number; readonly dataOnly: boolean }
  | { readonly op: 'flush'; readonly handle: number; readonly owner: bigint }
  | {
      readonly op: 'release' | 'releasedir'
      readonly handle: number
      readonly flags: number
      readonly owner: bigint
    }
  | {
      readonly op: 'getlk' | 'setlk' | 'setlkw'
      readonly handle: number
      readonly owner: bigint
      readonly range: LockRange
      readonly flags: number
    }
  | { readonly op: 'access'; readonly wanted: number }
  | { readonly op: 'interrupt'; readonly of: bigint }
  | {
      readonly op: 'init'
      readonly major: number
      readonly minor: number
      readonly readAheadBytes: number
      readonly flags: number
    }
  | { readonly op: 'plain'; readonly opcode: Opcode | null; readonly number: number }

export interface FuseRequest {
  readonly header: Header
  readonly body: Body
}

/** Of one kind. */
export type BodyOf<Op extends Body['op']> = Body & { readonly op: Op }

/**
 * Reads one message of the kernel's. What it keeps of it is copied: the bytes can be used again.
 *
 * @throws RangeError where the message is too short for what it says it is
 */
export function decodeRequest(bytes: Buffer): FuseRequest {
  const header = {
    unique: bytes.readBigUInt64LE(8),
    node: Number(bytes.readBigUInt64LE(16)),
    uid: bytes.readUInt32LE(24),
    gid: bytes.readUInt32LE(28),
    pid: bytes.readUInt32LE(32),
  }
  const number = bytes.readUInt32LE(4)
  return { header, body: bodyOf(number, bytes.subarray(headerBytes)) }
}

function bodyOf(number: number, at: Buffer): Body {
  const op = opcodeOf(number)
  switch (op) {
    case 'lookup':
    case 'unlink':
    case 'rmdir':
      return { op, name: stringsIn(at)[0] ?? '' }
    case 'mkdir':
      return { op, name: stringsIn(at.subarray(8))[0] ?? '', mode: at.readUInt32LE(0) }
    case 'create':
      return {
        op,
        name: stringsIn(at.subarray(16))[0] ?? '',
        mode: at.readUInt32LE(4),
        flags: at.readUInt32LE(0),
      }
    case 'open':
    case 'opendir':
      return { op, flags: at.readUInt32LE(0) }
    case 'read':
    case 'readdir':
      return { op, handle: u64(at, 0), offset: u64(at, 8), bytes: at.readUInt32LE(16) }
    case 'write': {
      const size = at.readUInt32LE(16)
      return { op, handle: u64(at, 0), offset: u64(at, 8), data: Buffer.from(at.subarray(40, 40 + size)) }
    }
    case 'rename':
    case 'rename2': {
      const [name = '', toName = ''] = stringsIn(at.subarray(op === 'rename' ? 8 : 16))
      return {
        op: 'rename',
        name,
        toNode: u64(at, 0),
        toName,
        flags: op === 'rename' ? 0 : at.readUInt32LE(8),
      }
    }
    case 'link':
      return { op, ofNode: u64(at, 0), name: stringsIn(at.subarray(8))[0] ?? '' }
    case 'symlink': {
      const [name = '', target = ''] = stringsIn(at)
      return { op, name, target }
    }
    case 'setattr':
      return { op, ...attributesIn(at) }
    default:
      return smallBodyOf(op, number, at)
  }
}

function smallBodyOf(op: Opcode | null, number: number, at: Buffer): Body {
  switch (op) {
    case 'fsync':
    case 'fsyncdir':
      return { op, handle: u64(at, 0), dataOnly: (at.readUInt32LE(8) & 1) !== 0 }
    case 'flush':
      return { op, handle: u64(at, 0), owner: at.readBigUInt64LE(16) }
    case 'release':
    case 'releasedir':
      return { op, handle: u64(at, 0), flags: at.readUInt32LE(12), owner: at.readBigUInt64LE(16) }
    case 'getlk':
    case 'setlk':
    case 'setlkw':
      return {
        op,
        handle: u64(at, 0),
        owner: at.readBigUInt64LE(8),
        range: rangeIn(at),
        flags: at.readUInt32LE(40),
      }
    case 'access':
      return { op, wanted: at.readUInt32LE(0) }
    case 'interrupt':
      return { op, of: at.readBigUInt64LE(0) }
    case 'init':
      return {
        op,
        major: at.readUInt32LE(0),
        minor: at.readUInt32LE(4),
        readAheadBytes: at.readUInt32LE(8),
        flags: at.readUInt32LE(12),
      }
    default:
      return { op: 'plain', opcode: op, number }
  }
}

/** `struct fuse_setattr_in`. */
function attributesIn(at: Buffer): SetAttributes {
  const nanosAt = (seconds: number, nanos: number) =>
    at.readBigInt64LE(seconds) * 1_000_000_000n + BigInt(at.readUInt32LE(nanos))
  return {
    valid: at.readUInt32LE(0),
    handle: u64(at, 8),
    size: u64(at, 16),
    accessedNanos: nanosAt(32, 56),
    modifiedNanos: nanosAt(40, 60),
    mode: at.readUInt32LE(68),
    uid: at.readUInt32LE(76),
    gid: at.readUInt32LE(80),
  }
}

/** `F_RDLCK`, `F_WRLCK` and `F_UNLCK`. */
export const lockKinds = ['shared', 'exclusive', 'none'] as const

function rangeIn(at: Buffer): LockRange {
  return {
    start: at.readBigUInt64LE(16),
    end: at.readBigUInt64LE(24),
    kind: lockKinds[at.readUInt32LE(32)] ?? 'none',
    pid: at.readUInt32LE(36),
  }
}

/** Strings that each end in a zero byte. */
function stringsIn(at: Buffer): string[] {
  const strings: string[] = []
  for (let from = 0, end = at.indexOf(0); end !== -1; from = end + 1, end = at.indexOf(0, from))
    strings.push(nameFrom(at.subarray(from, end)))
  return strings
}

/** Node numbers, handles and offsets are this server's own, or below 2^53. */
function u64(at: Buffer, offset: number): number {
  return Number(at.readBigUInt64LE(offset))
}
