import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readFile, readWhole } from '../../harness/guarded/read-file.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const scratch = scratchDirectory('read-file')
let made = 0
const fresh = () => path.join(scratch, String((made += 1)))

test('gives the bytes of a file, however long', () => {
  for (const length of [0, 1, 64 * 1024 - 1, 64 * 1024, 64 * 1024 + 1, 3 * 1024 ** 2]) {
    const file = fresh()
    fs.writeFileSync(file, Buffer.alloc(length, 7))
    const bytes = readFile(file)
    expect(Buffer.isBuffer(bytes) && bytes.equals(Buffer.alloc(length, 7))).toBe(true)
  }
})

test.each<[string, (file: string) => void, object]>([
  ['nothing', () => {}, { kind: 'missing' }],
  ['a link to nothing', (file) => fs.symlinkSync('nothing', file), { kind: 'missing' }],
  ['a directory', (file) => fs.mkdirSync(file), { kind: 'inaccessible', reason: /a directory.*EISDIR/ }],
  [
    'a link to itself',
    (file) => fs.symlinkSync(path.basename(file), file),
    { kind: 'inaccessible', reason: /ELOOP/ },
  ],
  ['a pipe', (file) => void execFileSync('mkfifo', [file]), { kind: 'inaccessible', reason: /a named pipe/ }],
  ['a device', (file) => fs.symlinkSync('/dev/zero', file), { kind: 'inaccessible', reason: /a device/ }],
  [
    '3 GiB of nothing',
    (file) => {
      fs.writeFileSync(file, '')
      fs.truncateSync(file, 3 * 1024 ** 3)
    },
    { kind: 'inaccessible', reason: /a file of 3 GiB, more than the 32 MiB/, isTooLarge: true },
  ],
])('of %s, it says what it is', (_, make, expected) => {
  const file = fresh()
  make(file)
  const said = readFile(file)
  const reason = 'reason' in expected ? { reason: expect.stringMatching(expected.reason as RegExp) } : {}
  expect(said).toEqual({ ...expected, ...reason })
})

test('of a file below a file, it says that there is none, and why', () => {
  const file = fresh()
  fs.writeFileSync(file, '')
  expect(readFile(`${file}/below`)).toEqual({ kind: 'missing', reason: expect.stringMatching(/ENOTDIR/) })
})

test('of a socket, it says what it is', async () => {
  const file = fresh()
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(file, resolve))
  expect(readFile(file)).toMatchObject({ kind: 'inaccessible', reason: expect.stringMatching(/socket/) })
  server.close()
})

test.runIf(fs.existsSync('/proc/self/pagemap'))(
  'a file that tells no size and has no end is not read to it',
  () => {
    expect(readFile('/proc/self/pagemap')).toMatchObject({ kind: 'inaccessible' })
  },
)

test('an open file that is too large is not read', () => {
  const file = fresh()
  fs.writeFileSync(file, '')
  fs.truncateSync(file, 3 * 1024 ** 3)
  const fd = fs.openSync(file, 'r')
  expect(readWhole(fd)).toBeNull()
  fs.closeSync(fd)
})
