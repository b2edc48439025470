import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { mergeResults } from '../../harness/engine/merge.ts'
import { UsageError } from '../../harness/model/errors.ts'
import type { Result } from '../../harness/model/result.ts'
import { loadResults } from '../../harness/recording/load-results.ts'
import { loadReplayFile } from '../../harness/recording/load.ts'
import { readBounded } from '../../harness/recording/read-bounded.ts'
import { saveCounterexample } from '../../harness/recording/save.ts'
import { counterexample } from '../support/counterexample.ts'
import { explored, result } from '../support/result.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const scratch = scratchDirectory('read-bounded')
const file = (name: string, text = '') => {
  const full = path.join(scratch, name)
  fs.mkdirSync(path.dirname(full), { recursive: true })
  fs.writeFileSync(full, text)
  return full
}
const fifo = (name: string) => {
  const full = path.join(scratch, name)
  fs.mkdirSync(path.dirname(full), { recursive: true })
  execFileSync('mkfifo', [full])
  return full
}
const target = file('target.mjs', 'export default {}')
const saved = saveCounterexample(counterexample, {
  target,
  outputDir: path.join(scratch, 'out'),
  seed: 1,
  signature: 'x',
})

test('regular files are read, as far as they are allowed to go', () => {
  const seven = file('seven', '1234567')
  expect(readBounded(seven, { mostBytes: 7 }).toString()).toBe('1234567')
  expect(() => readBounded(seven, { mostBytes: 6 })).toThrow('it has 7 bytes, and 6 are the most')
  const link = path.join(scratch, 'link')
  fs.symlinkSync(seven, link)
  expect(readBounded(link).toString()).toBe('1234567')
  expect(() => readBounded(link, { noFollow: true })).toThrow('ELOOP')
})

test.each([
  ['a FIFO', () => fifo('pipe')],
  ['a device', () => '/dev/zero'],
  ['a directory', () => scratch],
])('%s is refused, and not waited for', (_what, make) => {
  expect(() => readBounded(make())).toThrow('it is no regular file')
})

/** A directory with the result of one run, which names its replay file so. */
function resultNaming(name: string, replayFile: string): string {
  const { counterexample: _course, ...violation } = explored
  const told = { ...result, violations: [{ ...violation, replayFile }] }
  return path.dirname(file(`${name}/result.json`, JSON.stringify(told)))
}
const merged = (dir: string): Result => mergeResults(loadResults(dir))

test('a replay file below the merged directory is read, whatever the path that its shard has told', () => {
  const dir = resultNaming('inside', `/elsewhere/${path.basename(saved)}`)
  fs.copyFileSync(saved, path.join(dir, path.basename(saved)))
  const [violation] = merged(dir).violations
  expect(violation).toMatchObject({ replayFile: path.join(dir, path.basename(saved)) })
  expect(violation?.counterexample?.steps).toHaveLength(counterexample.steps.length)
})

test.each<[string, () => string]>([
  ['a FIFO', () => fifo('outside/pipe.json')],
  ['an endless device', () => '/dev/zero'],
  ['a file of the system', () => '/etc/passwd'],
  ['a replay file that lies elsewhere', () => saved],
])('%s outside of it is not looked at', (what, make) => {
  const outside = make()
  const [violation] = merged(resultNaming(`names ${what}`, outside)).violations
  expect(violation).toMatchObject({ replayFile: outside, counterexample: null })
})

test('links in it are not followed, nor is what is no regular file read', () => {
  const dir = resultNaming('links', path.basename(saved))
  fs.symlinkSync(saved, path.join(dir, path.basename(saved)))
  fs.symlinkSync(path.dirname(saved), path.join(dir, 'folder'))
  fs.symlinkSync('/dev/zero', path.join(dir, 'zero.json'))
  execFileSync('mkfifo', [path.join(dir, 'pipe.json')])
  expect(merged(dir).violations).toMatchObject([{ counterexample: null }])
})

test('a replay file whose target is no path, or far too large, is refused with one message', () => {
  const text = fs.readFileSync(saved, 'utf8')
  const forged = (name: string, path_: string) =>
    file(`forged/${name}.json`, JSON.stringify({ ...(JSON.parse(text) as object), target: path_ }))
  expect(() => loadReplayFile(forged('nul', 'a\0b'))).toThrow(UsageError)
  expect(() => loadReplayFile(forged('nul', 'a\0b'))).toThrow('expected a path, and none has a NUL byte')
  const sparse = file('sparse.mjs')
  fs.truncateSync(sparse, 3 * 1024 ** 3)
  expect(() => loadReplayFile(forged('sparse', '../sparse.mjs'))).toThrow(
    /expected a target that can be read \(it has 3221225472/,
  )
  expect(() => loadReplayFile(fifo('forged/pipe.json'))).toThrow(
    /expected a replay file \(it is no regular file\)/,
  )
})
