import type { Writable } from 'node:stream'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { sweepTemporaryFiles, writeFileAtomic } from '../../src/index.ts'
import { ownIdentity } from '../../src/process-identity.ts'
import { newTemporaryName, writerOfTemporaryName } from '../../src/temporary-name.ts'
import { ControlledFs, failure, settled } from './controlled-fs.ts'

let directory: string
const children: ChildProcess[] = []

beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'sweep-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  for (const child of children.splice(0)) child.kill('SIGKILL')
  fs.rmSync(directory, { recursive: true })
})

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
const names = () => fs.readdirSync(directory).toSorted()

/** A process that is in the middle of a write into the directory. */
async function hangingWriter(): Promise<ChildProcess> {
  const strip = new URL('fixtures/strip-types.mjs', import.meta.url).href
  const args = ['--import', strip, fixture('hangs-in-write.ts'), path.join(directory, 'session.json')]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  expect(said.toString()).toBe('hanging\n')
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}

/** An empty file with the name of a temporary file of some process, changed last so long ago. */
function abandoned(place: string, pid: number, startTicks: string, ageMillis = 0): string {
  const name = `.onewriter-${place}-${pid}-${startTicks}-${'0'.repeat(32)}.tmp`
  const changed = new Date(Date.now() - ageMillis)
  fs.writeFileSync(path.join(directory, name), '')
  fs.utimesSync(path.join(directory, name), changed, changed)
  return name
}

const hour = 60 * 60 * 1000
const { place, pid, startTicks } = ownIdentity()

describe.runIf(process.platform === 'linux')('where the process table tells', () => {
  test('the file of a writer that lives stays, and goes once it was killed, whatever its age', async () => {
    const child = await hangingWriter()
    const [name = ''] = names()
    expect(writerOfTemporaryName(name)).toMatchObject({ place, pid: child.pid })
    fs.utimesSync(path.join(directory, name), 0, 0)
    expect(await sweepTemporaryFiles(directory, { abandonedAfterMillis: 0 })).toMatchObject({
      removed: [],
      kept: [path.join(directory, name)],
    })
    await kill(child)
    expect(await sweepTemporaryFiles(directory)).toEqual({
      removed: [path.join(directory, name)],
      kept: [],
      failed: [],
    })
    expect(names()).toEqual([])
  })

  test('a later process with the pid of a dead one does not keep the file of the latter', async () => {
    abandoned(place, pid, String(Number(startTicks) - 1))
    expect((await sweepTemporaryFiles(directory)).removed).toHaveLength(1)
  })

  test('a file of this process stays, whoever in it is writing', async () => {
    abandoned(place, pid, startTicks, 1000 * hour)
    expect((await sweepTemporaryFiles(directory)).kept).toHaveLength(1)
  })

  test('a process that has exited and was not waited for is dead', async () => {
    // The shell would wait for its child; the sleep that takes the shell's place before the child exits never does.
    const script = 'sh -c "read line" <&3 & echo $!; exec sleep 1000 3<&-'
    const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] })
    children.push(child)
    const [said] = (await once(child.stdout!, 'data')) as [Buffer]
    const zombie = Number(said.toString())
    const name = () => fs.readFileSync(`/proc/${child.pid}/comm`, 'utf8').trim()
    await vi.waitUntil(() => name() === 'sleep', { timeout: 50_000 })
    ;(child.stdio[3] as Writable).end('exit\n')
    const stat = () => fs.readFileSync(`/proc/${zombie}/stat`, 'utf8').split(' ')
    await vi.waitUntil(() => stat()[2] === 'Z', { timeout: 50_000 })
    abandoned(place, zombie, stat()[21]!)
    expect((await sweepTemporaryFiles(directory)).removed).toHaveLength(1)
  })
})

describe('where nobody can tell', () => {
  // Process 1 lives in every process table; in the other container it may live or not.
  const elsewhere: [string, string][] = [
    ['another place', place === '0'.repeat(12) ? '1'.repeat(12) : '0'.repeat(12)],
    ['an unknown place', 'unknown'],
  ]

  test.each(elsewhere)('the file of a writer in %s goes by its age alone', async (_, otherPlace) => {
    const young = abandoned(otherPlace, 1, '1', 23 * hour)
    const old = abandoned(otherPlace, 4_194_305, '1', 25 * hour)
    expect(await sweepTemporaryFiles(directory)).toMatchObject({
      removed: [path.join(directory, old)],
      kept: [path.join(directory, young)],
    })
    expect(await sweepTemporaryFiles(directory, { abandonedAfterMillis: hour })).toMatchObject({ kept: [] })
    expect(names()).toEqual([])
  })

  test('the caller can vouch for it that nobody else writes', async () => {
    for (const [, otherPlace] of elsewhere) abandoned(otherPlace, 1, '1')
    abandoned(place, pid, startTicks)
    expect((await sweepTemporaryFiles(directory, { soleUser: true })).removed).toHaveLength(3)
  })
})

test('a file that this thread is writing stays, at every step and even for a sole user', async () => {
  const controlled = new ControlledFs()
  const written = writeFileAtomic(path.join(directory, 'session.json'), 'whole')
  await settled()
  while (controlled.pending.length > 0) {
    // The step is done and the write has not heard of it yet: nothing but the name tells whose file this is.
    controlled.pending[0]!.execute()
    const report = await sweepTemporaryFiles(directory, { soleUser: true, abandonedAfterMillis: -1 })
    expect(report.removed).toEqual([])
    await controlled.letGo()
  }
  expect(await written).toBe('written')
  expect(fs.readFileSync(path.join(directory, 'session.json'), 'utf8')).toBe('whole')
})

test('nothing but temporary files of ours is touched', async () => {
  const others = [
    'session.trace.json',
    'x.tmp',
    '.onewriter-x.tmp',
    newTemporaryName().toUpperCase(),
    '.hidden',
  ]
  for (const name of others) fs.writeFileSync(path.join(directory, name), '')
  expect(await sweepTemporaryFiles(directory, { soleUser: true })).toEqual({
    removed: [],
    kept: [],
    failed: [],
  })
  expect(names()).toEqual(others.toSorted())
})

test('a file that cannot be removed is reported, and one that is gone is not', async () => {
  const name = abandoned('unknown', 1, '1')
  vi.spyOn(fs.promises, 'unlink').mockRejectedValueOnce(failure('EACCES'))
  const report = await sweepTemporaryFiles(directory, { soleUser: true })
  expect(report.failed).toEqual([{ file: path.join(directory, name), error: failure('EACCES') }])
  vi.spyOn(fs.promises, 'unlink').mockRejectedValueOnce(failure('ENOENT'))
  expect(await sweepTemporaryFiles(directory, { soleUser: true })).toEqual({
    removed: [],
    kept: [],
    failed: [],
  })
})

test('a directory that does not exist has nothing to sweep, and one that cannot be read is an error', async () => {
  const missing = path.join(directory, 'missing')
  expect(await sweepTemporaryFiles(missing)).toEqual({ removed: [], kept: [], failed: [] })
  fs.writeFileSync(missing, '')
  await expect(sweepTemporaryFiles(missing)).rejects.toMatchObject({ code: 'ENOTDIR', path: missing })
})

test('a new name is recognised as this process’s, and never given twice', () => {
  const many = Array.from({ length: 1000 }, newTemporaryName)
  expect(new Set(many).size).toBe(1000)
  expect(writerOfTemporaryName(many[0]!)).toEqual(ownIdentity())
})
