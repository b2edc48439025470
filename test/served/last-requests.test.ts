import { expect, test } from 'vitest'
import type { Reaction } from '../../harness/model/program.ts'
import { Client } from '../../harness/programs/served/files/client.ts'
import { SharedFiles } from '../../harness/programs/served/files/shared-files.ts'
import { isFlock } from '../../harness/programs/served/fuse/opcodes.ts'
import type { Body, FuseRequest } from '../../harness/programs/served/fuse/requests.ts'
import { ServedProgram, type ServedProgramOptions } from '../../harness/programs/served/served-program.ts'

/** No process has this number. */
const pid = 2 ** 30
const range = { start: 0n, end: 0n, kind: 'exclusive' as const, pid }
/** What the first file that is made and opened is called. */
const [root, node, handle] = [1, 2, 1]

const requestOf = (body: Body, of = node, by = pid): FuseRequest => ({
  header: { unique: 1n, node: of, uid: 0, gid: 0, pid: by },
  body,
})

/** Who makes a file, locks it, and ends without a word: the kernel closes it. */
const askedBy = (flags: number, owner: bigint) => [
  requestOf({ op: 'create', name: 'lock', mode: 0o644, flags: 1 }, root),
  requestOf({ op: 'setlkw', handle, owner, range, flags }),
  requestOf({ op: 'flush', handle, owner: 0n }),
]
const release = requestOf({ op: 'release', handle, flags: 0, owner: 0n }, node, 0)

/** A program that asks for one after the other, and for the last in the moment between two looks at it. */
function programOf(client: Client, requests: readonly FuseRequest[], last: FuseRequest): ServedProgram {
  const left = [...requests]
  let isHeld = false
  let isRunning = true
  const device = {
    read() {
      if (isHeld) return null
      isHeld = left.length > 0
      return left.shift() ?? null
    },
    write() {
      isHeld = false
    },
  }
  const acting = {
    tree: { isAlone: () => true },
    call: 1,
    get isRunning() {
      return isRunning
    },
    isIdle: true,
    begin() {},
    callOf: () => null,
    goesOnWith() {},
    rest: () => 'rests',
    advance() {
      if (isHeld || left.length > 0) return false
      left.push(last)
      isRunning = false
      return true
    },
  }
  const options = { ordinal: 1, client, acting, mount: { device }, root: '/run' }
  return new ServedProgram(options as unknown as ServedProgramOptions)
}

test.each([
  ['flock', 'flock(2)', isFlock, 0n],
  ['fcntl', 'F_OFD_SETLKW', 0, 9n],
] as const)(
  'what a program closes as it ends is closed before it counts as ended: %s by %s',
  (family, _, flags, owner) => {
    const files = new SharedFiles('/run')
    const program = programOf(new Client(files), askedBy(flags, owner), release)
    const workload = { writers: [[]], readers: 0 }
    const steps: string[] = []
    let position = 0
    const take = ({ asked: pending = [] }: Reaction): void => {
      for (const { id, op } of pending) {
        steps.push(op)
        position += 1
        take(program.grant({ id, position, nowMicros: 1e15 }, () => op))
      }
    }
    take(program.begin({ dir: '/run', writer: 1, workload, seed: 1, pid: 1 }))
    expect(steps).toEqual(['open', 'lock', 'unlock'])
    const made = files.foresee('lstat', { writer: 2, nowNanos: 0n }, { path: 'lock' })
    const inode = made.kind === 'done' ? made.result.number : 0
    const whose = { owner: '2/1', handle: '2/1', writer: 2, pid }
    const wanted = { inode, family, ...whose, isExclusive: true, start: 0n, end: 0n }
    expect(files.locks.isFree(wanted)).toBe(true)
  },
)
