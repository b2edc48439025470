import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { GuardedDirectory } from '../../harness/guarded/guarded-directory.ts'
import { isAbandoned, markInUse } from '../../harness/processes/liveness.ts'
import { nameRunDirectory } from '../../harness/processes/run-directory.ts'
import { Canaries } from '../support/canaries.ts'
import { cliIn, startCli } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct } from '../support/targets.ts'

const scratch = scratchDirectory('sweep')
let base: string
let directory: GuardedDirectory
let mark: number | null
beforeEach(async (context) => {
  base = path.join(scratch, context.task.id)
  fs.mkdirSync(base)
  directory = GuardedDirectory.make(await nameRunDirectory(base))
  mark = markInUse(directory)
})
afterEach(() => {
  release()
  directory.close()
})

function release(): void {
  if (mark !== null) fs.closeSync(mark)
  mark = null
}
const sweep = () => nameRunDirectory(base)
const isThere = () => fs.existsSync(directory.path)
const noteOf = () => JSON.parse(fs.readFileSync(directory.at('run.json'), 'utf8')) as Record<string, unknown>

test('what is in use stays, and goes once it is not', async () => {
  fs.mkdirSync(directory.at('core-0/run'), { recursive: true })
  await sweep()
  expect(isThere()).toBe(true)
  release()
  await sweep()
  expect(isThere()).toBe(false)
})

test.each<[string, () => void]>([
  ['says nothing of itself', () => fs.unlinkSync(directory.at('run.json'))],
  ['has no mark', () => fs.unlinkSync(directory.at('alive'))],
  [
    'has a file for a mark',
    () => {
      fs.unlinkSync(directory.at('alive'))
      fs.writeFileSync(directory.at('alive'), '')
    },
  ],
  ['says what is no JSON', () => fs.writeFileSync(directory.at('run.json'), '{')],
  ['says too much', () => fs.writeFileSync(directory.at('run.json'), ' '.repeat(5000))],
  [
    'was made before this machine was started, or on another one',
    () => fs.writeFileSync(directory.at('run.json'), JSON.stringify({ ...noteOf(), boot: 'another' })),
  ],
  [
    'is seen from elsewhere',
    () =>
      fs.writeFileSync(
        directory.at('run.json'),
        JSON.stringify({ ...noteOf(), directory: { device: '1', inode: '1' } }),
      ),
  ],
])('a directory that %s is left alone', async (_, change) => {
  change()
  release()
  await sweep()
  expect(isThere()).toBe(true)
})

test('a link with such a name is left alone, and what it leads to', async () => {
  release()
  const away = path.join(base, 'away')
  fs.renameSync(directory.path, away)
  fs.symlinkSync(away, directory.path)
  await sweep()
  expect(fs.readdirSync(away)).toEqual(['alive', 'run.json'])
})

test('a link in what is swept is removed, and not followed', async () => {
  const canaries = new Canaries(path.join(base, 'elsewhere'))
  fs.symlinkSync(canaries.dir, directory.at('core-0'))
  release()
  await sweep()
  expect(isThere()).toBe(false)
  canaries.assertUntouched()
})

test.runIf(process.getuid?.() === 0)('a directory of another user is left alone', () => {
  release()
  fs.chownSync(directory.path, 1, 1)
  expect(isAbandoned(directory)).toBe(false)
})

const mounts = spawnSync('unshare', ['-m', 'true']).status === 0

test.runIf(mounts)('what cannot be removed stops no run, and is said once', async () => {
  const mountpoint = directory.at('mounted')
  fs.mkdirSync(mountpoint)
  release()
  const command = `mount --bind /usr "${directory.path}/mounted" && exec "$@"`
  const args = ['race', correct('write-file-atomic'), '--executions=1', '--seed=1', `--dir=${base}`]
  const within = ['unshare', '-m', 'sh', '-c', command, 'sh']
  const { exitCode, stderr } = await startCli(args, {}, within)
  expect(exitCode).toBe(0)
  expect(String(stderr).match(/an earlier run has left .* could not be emptied \(EBUSY\)/g)).toHaveLength(1)
})

const namespaces = spawnSync('unshare', ['-pf', '--mount-proc', 'true']).status === 0

test.runIf(namespaces)('runs in two pid namespaces and one --dir leave each other alone', async () => {
  const within = ['unshare', '-pf', '--kill-child', '--mount-proc']
  const race = (...options: string[]) =>
    startCli(['race', correct('write-file-atomic'), '--seed=1', `--dir=${base}`, ...options], {}, within)
  const first = race('--max-time=60s', '--bail=0', '--reporter=json')
  const runs = () => fs.readdirSync(base).filter((name) => fs.existsSync(path.join(base, name, 'compiled')))
  await vi.waitFor(() => expect(runs()).toHaveLength(1), { timeout: 30_000, interval: 20 })
  const [name = ''] = runs()
  const second = await race('--executions=1')
  expect(second.exitCode).toBe(0)
  expect(fs.existsSync(path.join(base, name, 'compiled'))).toBe(true)
  // With its namespace, the guard goes as well: that is what is left for the next run to remove.
  first.kill('SIGKILL')
  await first
  await vi.waitFor(() => expect(isInUse(path.join(base, name))).toBe(false), { timeout: 30_000 })
  expect((await cliIn({ env: {}, isolated: false }, ...sweeping())).exitCode).toBe(0)
  expect(fs.existsSync(path.join(base, name))).toBe(false)
})

const sweeping = () => ['race', correct('write-file-atomic'), '--executions=1', '--seed=1', `--dir=${base}`]

function isInUse(location: string): boolean {
  const found = GuardedDirectory.found(location)
  const isOver = found === null || isAbandoned(found)
  found?.close()
  return !isOver
}
