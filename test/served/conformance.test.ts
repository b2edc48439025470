import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { reply } from '../../harness/programs/served/fuse/replies.ts'
import { Client } from '../../harness/programs/served/files/client.ts'
import { root } from '../support/cli.ts'
import { exploreHere } from '../support/explore-here.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { serve } from '../support/serve.ts'
import { isThere, python, targetOf } from '../support/served.ts'

const scratch = scratchDirectory('conformance')
const why = whyNotServed()
const canServe = why === null && isThere('python')
const script = path.join(root, 'test/served/programs/random_ops.py')
const seeds = Array.from({ length: 12 }, (_, index) => index + 1)

test.runIf(!canServe)(`nothing is served here: ${why ?? 'there is no python3'}`, () => {
  expect(canServe).toBe(false)
})

afterEach(() => void vi.restoreAllMocks())

const commandOf = (seed: number, log: string, dir: string) => [
  python,
  '-S',
  '-E',
  script,
  String(seed),
  '250',
  log,
  dir,
]

/** What a real directory gives. */
function expected(seed: number): string {
  const dir = path.join(scratch, `real-${seed}`)
  const log = path.join(scratch, `real-${seed}.log`)
  fs.mkdirSync(dir, { mode: 0o700 })
  const [program = '', ...args] = commandOf(seed, log, dir)
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  fs.rmSync(dir, { recursive: true })
  return fs.readFileSync(log, 'utf8')
}

async function served(seed: number): Promise<string> {
  const log = path.join(scratch, `served-${seed}.log`)
  const { calls, uncontrolled } = await serve(scratch, (dir) => [commandOf(seed, log, dir)])
  expect(calls.map(({ error }) => error)).toEqual([undefined])
  expect(uncontrolled).toEqual([])
  return fs.readFileSync(log, 'utf8')
}

test.runIf(canServe).each(seeds)('a served directory gives what a real one gives (%i)', async (seed) => {
  expect((await served(seed)).split('\n')).toEqual(expected(seed).split('\n'))
})

const unusual = path.join(root, 'test/served/programs/unusual_calls.py')

test.runIf(canServe)(
  'what the kernel answers by itself in part comes out as in a real directory',
  async () => {
    const [real, log] = [path.join(scratch, 'unusual'), path.join(scratch, 'unusual.log')]
    fs.mkdirSync(real, { mode: 0o700 })
    const { stderr } = spawnSync(python, ['-S', '-E', unusual, real, log], { encoding: 'utf8' })
    expect(stderr).toBe('')
    const inReal = fs.readFileSync(log, 'utf8').split('\n')
    const { calls, uncontrolled } = await serve(scratch, (dir) => [[python, '-S', '-E', unusual, dir, log]])
    expect(calls.map(({ error }) => error)).toEqual([undefined])
    expect(fs.readFileSync(log, 'utf8').split('\n')).toEqual(inReal)
    expect(inReal.length).toBeGreaterThan(35)
    expect(uncontrolled).toEqual([])
  },
)

test.runIf(canServe)('what a program does through symbolic links is foreseen', async () => {
  const target = targetOf('python', 'through_links', scratch)
  const size = { writers: 1, calls: 1, sessions: 1, executions: 2, oracle: 'calls-succeed' } as const
  const found = await exploreHere(target, { ...size, seed: 1, outputDir: scratch })
  expect(found).toMatchObject({ verdict: 'holds', problems: [] })

  // Another writer points elsewhere meanwhile.
  const swapped = await exploreHere(targetOf('python', 'releases', scratch), {
    ...size,
    writers: 2,
    calls: 2,
    executions: 40,
    seed: 1,
    outputDir: scratch,
  })
  expect(swapped).toMatchObject({ verdict: 'holds', problems: [], escapes: [] })
})

const open: Client['open'] = Reflect.get(Client.prototype, 'open')
const read: Client['read'] = Reflect.get(Client.prototype, 'read')

/** Each breaks one rule of a file system. */
const sabotage: Readonly<Record<string, () => void>> = {
  'O_TRUNC is forgotten': () =>
    void vi.spyOn(Client.prototype, 'open').mockImplementation(function (
      this: Client,
      request,
      flags,
      handle,
    ) {
      return Reflect.apply(open, this, [request, flags & ~fs.constants.O_TRUNC, handle])
    }),
  'a read begins one byte later': () =>
    void vi.spyOn(Client.prototype, 'read').mockImplementation(function (this: Client, request, body) {
      return Reflect.apply(read, this, [request, { ...body, offset: body.offset + 1 }])
    }),
  'writes are lost': () =>
    void vi.spyOn(Client.prototype, 'write').mockImplementation((_, data) => ({ bytes: data.length })),
  'a rename says that it was done, and does nothing': () =>
    void vi
      .spyOn(Client.prototype, 'rename')
      .mockImplementation(({ header }) => ({ message: reply(header.unique), outcome: {} })),
}

test.runIf(canServe).each(Object.keys(sabotage))('a server is found out of which %s', async (name) => {
  const alike = []
  for (const seed of seeds) {
    const right = expected(seed)
    sabotage[name]?.()
    const given = await served(seed).catch(String)
    vi.restoreAllMocks()
    if (given !== right) break
    alike.push(seed)
  }
  expect(alike).not.toEqual(seeds)
})
