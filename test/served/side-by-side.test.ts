import { expect, test } from 'vitest'
import { Client } from '../../harness/programs/served/files/client.ts'
import { SharedFiles } from '../../harness/programs/served/files/shared-files.ts'
import type { FuseRequest } from '../../harness/programs/served/fuse/requests.ts'
import { ServedProgram, type ServedProgramOptions } from '../../harness/programs/served/served-program.ts'

const root = 1
/** No process has this number. */
const pid = 2 ** 30
const creates = (name: string, by = pid): FuseRequest => ({
  header: { unique: 1n, node: root, uid: 0, gid: 0, pid: by },
  body: { op: 'create', name, mode: 0o644, flags: 1 },
})

const order = { dir: '/run', writer: 1, workload: { writers: [[]], readers: 0 }, seed: 1, pid: 1 }

/** A program whose processes have asked for all of this by now, and wait. */
function programOf(
  requests: readonly FuseRequest[],
  callOf: (thread: number) => number | null = () => null,
): ServedProgram {
  const left = [...requests]
  const acting = {
    tree: { isAlone: () => false, threads: () => [] },
    call: 1,
    isRunning: true,
    isIdle: true,
    begin() {},
    rest: () => 'rests',
    advance: () => false,
    callOf,
  }
  const mount = { device: { read: () => left.shift() ?? null } }
  const client = new Client(new SharedFiles('/run'))
  const options = { ordinal: 1, client, acting, mount, root: '/run' }
  return new ServedProgram(options as unknown as ServedProgramOptions)
}

test('processes of one program that ask side by side ask for the same, whoever is first', () => {
  const asked = [
    ['a', 'b'],
    ['b', 'a'],
  ].map((names) => programOf(names.map((name) => creates(name))).begin(order).asked)
  expect(asked[0]).toMatchObject([
    { id: 1, path: 'a', handle: 1 },
    { id: 2, path: 'b', handle: 2 },
  ])
  expect(asked[1]).toEqual(asked[0])
})

test('what a program asks for belongs to the call that has started it, whichever call went on last', () => {
  const [first, second, other] = [pid, pid + 1, pid + 2]
  const requests = [creates('b', second), creates('c', other), creates('a', first)]
  const calls = new Map([
    [first, 3],
    [second, 2],
  ])
  const { asked } = programOf(requests, (thread) => calls.get(thread) ?? null).begin(order)
  expect(asked).toMatchObject([
    { call: 1, path: 'c' },
    { call: 2, path: 'b' },
    { call: 3, path: 'a' },
  ])
})
