import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { restarting } from '../../harness/controller/power-cut/cut-record.ts'
import type { Tree } from '../../harness/model/tree.ts'
import { GuardedDirectory } from '../../harness/guarded/guarded-directory.ts'
import { classifier, describeContent } from '../../harness/model/content.ts'
import type { Scheduler } from '../../harness/model/strategy.ts'
import { judge } from '../../harness/oracles/index.ts'
import { makeFifos } from '../../harness/processes/make-fifo.ts'
import { inspect } from '../../harness/writer/inspect.ts'
import { plan, TestExecutor } from '../../scripts/proof/test-executor.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'

/** A session's path may lead to anything: what it is, is said and judged. */
const scratch = scratchDirectory('no-file')
const target = fixture('leaves-no-file.ts')
const workload = { writers: [[plan('save', 24)]], readers: 0 }

const inOrder: Scheduler = {
  choose: ({ choices, stateKey }) => {
    // As a search does: the state names what the files hold.
    stateKey()
    return { choice: choices[0]! }
  },
  needsState: true,
}

async function perform(leaves: string) {
  process.env['LEAVES'] = leaves
  const executor = new TestExecutor(target)
  try {
    return executor.executor.perform({
      workload,
      scheduler: inOrder,
      seed: 1,
      traced: true,
      recordsDisk: true,
    })
  } finally {
    await executor.close()
  }
}

test.each([
  ['directory', /^a directory, and no file \(EISDIR\)$/],
  ['loop', /^a link that leads to itself \(ELOOP\)$/],
  ['no-folder', /^no file, since what should be its folder is none \(ENOTDIR\)$/],
  ['pipe', /^a named pipe, and no file$/],
  ['device', /^a device, and no file$/],
  ['socket', /^a socket, and no file$/],
  ['sparse', /^a file of 3 GiB, more than the 32 MiB that are read$/],
])('%s: told in words, and judged', async (leaves, words) => {
  const before = process.resourceUsage().maxRSS
  const { record } = await perform(leaves)
  const held = record.finals['s1']!
  expect(describeContent(held, workload)).toMatch(words)
  // What another program or a server has made was seen by no step.
  const verdict = record.unseen ? 'not-checked' : 'violated'
  expect(record.unseen ?? false).toBe(['pipe', 'socket'].includes(leaves))
  expect(judge(record, ['parses'])).toMatchObject([{ verdict }])
  expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(300)
})

test.each(['sparse', 'sparse-write'])(
  '%s: nothing is told of what a power loss leaves of it',
  async (leaves) => {
    const { disk, record } = await perform(leaves)
    expect(disk?.unreadable).toBe('folder/s1.json')
    expect(record.finals['s1']).toMatchObject({ kind: 'inaccessible' })
  },
)

test.each<[string, Tree, object]>([
  ['a directory', new Map([['s1.json', { kind: 'directory' }]]), { kind: 'inaccessible' }],
  ['a link to itself', new Map([['s1.json', { kind: 'symlink', to: 's1.json' }]]), { reason: /ELOOP/ }],
  ['a link to nothing', new Map([['s1.json', { kind: 'symlink', to: 's2.json' }]]), { kind: 'missing' }],
])('the image of a disk may have %s in its place', (_, tree, expected) => {
  const files = { s1: 's1.json' }
  const soFar = {
    workload,
    calls: [],
    reads: [],
    finals: {},
    files,
    entries: [],
    faults: [],
    observed: false,
  }
  const step = { writer: 1, call: 1, op: 'mkdir', path: 's1.json', ordinal: 1, position: 1 } as const
  const classify = classifier(workload, { byteExact: true })
  const image = { tree, missing: [], key: '' }
  const fault = { kind: 'power-loss', model: 'posix', missing: [] } as const
  const { restart } = restarting(soFar, step, { fault, image, classify, recovers: false })
  const { reason = null } = expected as { reason?: RegExp }
  expect(restart?.finals['s1']).toMatchObject(reason ? { reason: expect.stringMatching(reason) } : expected)
})

test('what inspects a round of a race says the same', () => {
  const directory = GuardedDirectory.make(path.join(scratch, 'round'))
  const known = { path: directory.path, identity: directory.identity }
  fs.mkdirSync(directory.at('s1.json'))
  makeFifos(directory, ['s2.json'])
  fs.writeFileSync(directory.at('s3.json'), '')
  fs.truncateSync(directory.at('s3.json'), 3 * 1024 ** 3)
  const files = { s1: 's1.json', s2: 's2.json', s3: 's3.json' }
  const own = {
    name: 'own',
    open: () => ({ file: (session: string) => session, calls: {} }),
    byteExact: true,
    controllable: true,
  }
  const request = { type: 'inspect', directory: known, files, workload } as const
  const { finals } = inspect(request, own)
  const words = Object.values(finals).map((held) => describeContent(held, workload))
  expect(words.join('; ')).toMatch(/a directory, .*; a named pipe, .*; a file of 3 GiB, /)
  // What a `read` of the target's own would have made of it is not known.
  expect(() => inspect(request, { ...own, byteExact: false, read: () => null })).toThrow(
    /of s3 is a file of 3 GiB.*not known/,
  )
  directory.remove()
})
