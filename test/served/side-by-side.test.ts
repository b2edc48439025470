import { expect, test } from 'vitest'
import { Client } from '../../harness/programs/served/files/client.ts'
import { SharedFiles } from '../../harness/programs/served/files/shared-files.ts'
import type { FuseRequest } from '../../harness/programs/served/fuse/requests.ts'
import { ServedProgram, type ServedProgramOptions } from '../../harness/programs/served/served-program.ts'

const root = 1
/** No process has this number. */
const pid = 2 ** 30
const creates = (name: string): FuseRequest => ({
  header: { unique: 1n, node: root, uid: 0, gid: 0, pid },
  body: { op: 'create', name, mode: 0o644, flags: 1 },
})

/** A program whose processes have asked for all of this by now, and wait. */
function programOf(requests: readonly FuseRequest[]): ServedProgram {
  const left = [...requests]
  const acting = {
    tree: { isAlone: () => false, threads: () => [] },
    call: 1,
    isRunning: true,
    isIdle: true,
    begin() {},
    rest: () => 'rests',
    advance: () => false,
  }
  const mount = { device: { read: () => left.shift() ?? null } }
  const client = new Client(new SharedFiles('/run'))
  const options = { ordinal: 1, client, acting, mount, root: '/run' }
  return new ServedProgram(options as unknown as ServedProgramOptions)
}

test('processes of one program that ask side by side ask for the same, whoever is first', () => {
  const order = { dir: '/run', writer: 1, workload: { writers: [[]], readers: 0 }, seed: 1, pid: 1 }
  const asked = [
    ['a', 'b'],
    ['b', 'a'],
  ].map((names) => programOf(names.map(creates)).begin(order).asked)
  expect(asked[0]).toMatchObject([
    { id: 1, path: 'a', handle: 1 },
    { id: 2, path: 'b', handle: 2 },
  ])
  expect(asked[1]).toEqual(asked[0])
})
