import fs from 'node:fs'
import path from 'node:path'
import { explore } from 'onewriter'
import { expect, test } from 'vitest'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct } from '../support/targets.ts'

const target = correct('exporter')
const root = scratchDirectory('checkpoint')
const scratch = () => fs.mkdtempSync(path.join(root, 'search-'))
const search = {
  strategy: 'exhaustive',
  writers: 2,
  calls: 1,
  sessions: 1,
  seed: 1,
  maxTime: '120s',
} as const
const stopped = { ...search, executions: 24, maxTime: '10m' }
let left: Promise<string> | undefined

/** The checkpoint that a stopped search leaves. */
async function leftBehind(): Promise<string> {
  const outputDir = scratch()
  await explore(target, { ...stopped, outputDir })
  return fs.readFileSync(path.join(outputDir, 'exporter.checkpoint.json'), 'utf8')
}

test('a search that was stopped goes on, and ends as one that went through', async () => {
  const [once, twice] = [scratch(), scratch()]
  const whole = await explore(target, { ...search, outputDir: once })
  expect(fs.readdirSync(once)).toEqual([])

  const first = await explore(target, { ...stopped, outputDir: twice })
  expect(first).toMatchObject({ verdict: 'holds', exhausted: [] })
  expect(first.continued).toBeUndefined()
  // Another seed: what writers take for random is as it was.
  const second = await explore(target, { ...search, seed: 2, outputDir: twice })
  expect(second.continued).toMatch(/^continued from .*: [1-5] workloads were searched before$/)
  expect(second.executions).toBeLessThan(whole.executions)
  // How much of it is carried out depends on what was learned before.
  expect(second.exhausted.map(({ states }) => states)).toEqual(whole.exhausted.map(({ states }) => states))
  expect(second.oracles).toEqual(whole.oracles)
  expect(fs.readdirSync(twice)).toEqual([])
})

test.each([
  [
    'the settings have changed',
    (file: string) => file,
    { samePid: true },
    /have changed, so the search began anew/,
  ],
  [
    'it is cut short',
    (text: string) => text.slice(0, 40),
    {},
    /it is no checkpoint, so the search began anew/,
  ],
  [
    'another version wrote it',
    (text: string) => text.replace('"version":1', '"version":2'),
    {},
    /it is no checkpoint of this version, so/,
  ],
  [
    'no workload was through',
    (text: string) => text.replace(/"searched":\[.*\]/, '"searched":[]'),
    {},
    /no workload was searched completely before, so the search began anew/,
  ],
])('a checkpoint is not used where %s', async (_, change, changed, note) => {
  const outputDir = scratch()
  fs.writeFileSync(path.join(outputDir, 'exporter.checkpoint.json'), change(await (left ??= leftBehind())))
  const { continued, executions, predicted } = await explore(target, {
    ...stopped,
    ...changed,
    executions: 2,
    maxTime: '10m',
    outputDir,
  })
  expect(continued).toMatch(note)
  expect(executions + (predicted?.executions ?? 0)).toBe(2)
})
