import { constants } from 'node:os'
import { expect, test } from 'vitest'
import { opcodes, type Opcode } from '../../harness/programs/served/fuse/opcodes.ts'
import {
  attributesBody,
  entriesBody,
  entryBody,
  initBody,
  openBody,
  refusal,
  reply,
  statfsBody,
  writtenBody,
} from '../../harness/programs/served/fuse/replies.ts'
import { decodeRequest } from '../../harness/programs/served/fuse/requests.ts'

/** A request as the kernel lays it out: a header of 40 bytes, then numbers of 32 or (bigint) 64 bits, then bytes. */
function message(op: Opcode, ...parts: (number | bigint | string | Buffer)[]) {
  const body = Buffer.concat(parts.map(bytesOf))
  const numbers = [40 + body.length, opcodes[op], 77n, 5n, 1000, 100, 4242, 0]
  const header = Buffer.concat(numbers.map(bytesOf))
  return decodeRequest(Buffer.concat([header, body]))
}

function bytesOf(part: number | bigint | string | Buffer): Buffer {
  if (typeof part === 'string') return Buffer.from(`${part}\0`)
  if (Buffer.isBuffer(part)) return part
  const bytes = Buffer.alloc(typeof part === 'bigint' ? 8 : 4)
  if (typeof part === 'bigint') bytes.writeBigUInt64LE(part)
  else bytes.writeUInt32LE(part)
  return bytes
}

test('a header says who asks, and of what', () => {
  expect(message('lookup', 'näme').header).toEqual({ unique: 77n, node: 5, uid: 1000, gid: 100, pid: 4242 })
})

test.each([
  [message('lookup', 'näme'), { op: 'lookup', name: 'näme' }],
  [message('unlink', 'a'), { op: 'unlink', name: 'a' }],
  [message('mkdir', 0o755, 0o022, 'a'), { op: 'mkdir', name: 'a', mode: 0o755 }],
  [
    message('create', 0x241, 0o100644, 0o022, 0, 'a'),
    { op: 'create', name: 'a', mode: 0o100644, flags: 0x241 },
  ],
  [message('open', 0x8001, 0), { op: 'open', flags: 0x8001 }],
  [message('read', 3n, 4096n, 512, 0, 0n, 0, 0), { op: 'read', handle: 3, offset: 4096, bytes: 512 }],
  [
    message('write', 3n, 9n, 5, 0, 0n, 0, 0, Buffer.from('hello and more')),
    { op: 'write', handle: 3, offset: 9, data: Buffer.from('hello') },
  ],
  [message('rename', 6n, 'a', 'b'), { op: 'rename', name: 'a', toNode: 6, toName: 'b', flags: 0 }],
  [message('rename2', 6n, 1, 0, 'a', 'b'), { op: 'rename', name: 'a', toNode: 6, toName: 'b', flags: 1 }],
  [message('link', 9n, 'b'), { op: 'link', ofNode: 9, name: 'b' }],
  [message('symlink', 'b', 'where/to'), { op: 'symlink', name: 'b', target: 'where/to' }],
  [message('fsync', 3n, 1, 0), { op: 'fsync', handle: 3, dataOnly: true }],
  [message('flush', 3n, 0, 0, 99n), { op: 'flush', handle: 3, owner: 99n }],
  [message('release', 3n, 0, 2, 99n), { op: 'release', handle: 3, flags: 2, owner: 99n }],
  [
    message('setlkw', 3n, 99n, 10n, 19n, 1, 4242, 1, 0),
    {
      op: 'setlkw',
      handle: 3,
      owner: 99n,
      flags: 1,
      range: { start: 10n, end: 19n, kind: 'exclusive', pid: 4242 },
    },
  ],
  [message('access', 6, 0), { op: 'access', wanted: 6 }],
  [message('interrupt', 76n), { op: 'interrupt', of: 76n }],
  [
    message('init', 7, 45, 131_072, 0xff),
    { op: 'init', major: 7, minor: 45, readAheadBytes: 131_072, flags: 0xff },
  ],
  [message('getattr', 0, 0, 0n), { op: 'plain', opcode: 'getattr', number: 3 }],
])('%o is read', ({ body }, expected) => {
  expect(body).toEqual(expected)
})

test('attributes that are set come with their times', () => {
  const seconds = [1n, 2n, 3n, 4n, 5n, 6n] as const
  const [size, owner, accessed, modified, changed] = seconds
  const { body } = message(
    'setattr',
    0b111000,
    0,
    3n,
    size,
    owner,
    accessed,
    modified,
    changed,
    7,
    8,
    9,
    0o600,
    0,
    10,
    11,
    0,
  )
  expect(body).toEqual({
    op: 'setattr',
    valid: 0b111000,
    handle: 3,
    size: 1,
    accessedNanos: 3_000_000_007n,
    modifiedNanos: 4_000_000_008n,
    mode: 0o600,
    uid: 10,
    gid: 11,
  })
})

test('what this server has no name for is read as far as it goes, and one that is cut short is refused', () => {
  const unknown = Buffer.alloc(40)
  unknown.writeUInt32LE(999, 4)
  expect(decodeRequest(unknown).body).toEqual({ op: 'plain', opcode: null, number: 999 })
  unknown.writeUInt32LE(opcodes.write, 4)
  expect(() => decodeRequest(unknown)).toThrow(RangeError)
})

const stats = {
  number: 12,
  kind: 'file',
  permissions: 0o644,
  uid: 1,
  gid: 2,
  links: 3,
  sizeBytes: 5000,
  blocks: 16,
  accessedNanos: 1_000_000_002n,
  modifiedNanos: 3_000_000_004n,
  changedNanos: 5_000_000_006n,
  bornNanos: 0n,
} as const

test('answers are as long as the kernel expects them, and it compares', () => {
  const sizes = [
    [reply(1n), 16],
    [initBody({ readAheadBytes: 0, flags: 0, maxWriteBytes: 1 << 20 }), 64],
    [attributesBody(stats), 104],
    [entryBody(9, stats), 128],
    [openBody(3), 16],
    [writtenBody(3), 8],
    [statfsBody(), 80],
  ] as const
  for (const [bytes, size] of sizes) expect(bytes).toHaveLength(size)
})

test('an error is passed on by its number, with the request that it answers', () => {
  const bytes = refusal(0x1234n, 'ENOSPC')
  expect([bytes.readUInt32LE(0), bytes.readInt32LE(4), bytes.readBigUInt64LE(8)]).toEqual([
    16,
    -constants.errno.ENOSPC,
    0x1234n,
  ])
})

test('attributes stand where struct fuse_attr has them', () => {
  const bytes = attributesBody(stats).subarray(16)
  expect([0, 8, 16, 24, 32, 40].map((at) => Number(bytes.readBigUInt64LE(at)))).toEqual([
    12, 5000, 16, 1, 3, 5,
  ])
  expect([48, 52, 56].map((at) => bytes.readUInt32LE(at))).toEqual([2, 4, 6])
  expect([60, 64, 68, 72].map((at) => bytes.readUInt32LE(at))).toEqual([0o100644, 3, 1, 2])
})

test('a list goes on where it was cut, and each entry is padded to eight bytes', () => {
  const entries = ['a', 'longer-name'].map((name, index) => ({
    name,
    kind: 'file' as const,
    number: index + 5,
  }))
  const all = entriesBody(entries, 0, 4096)
  expect(all).toHaveLength(32 + 40)
  expect(Number(all.readBigUInt64LE(8))).toBe(1)
  expect(entriesBody(entries, 0, 40)).toEqual(all.subarray(0, 32))
  expect(entriesBody(entries, 1, 4096)).toEqual(all.subarray(32))
  expect(entriesBody(entries, 2, 4096)).toHaveLength(0)
})
