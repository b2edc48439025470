import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { replay } from '../../harness/index.ts'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { loadReplayFile } from '../../harness/recording/load.ts'
import { root } from '../support/cli.ts'

const folder = path.join(root, 'docs/survey-programs')
const files = fs.readdirSync(folder)
const page = fs.readFileSync(path.join(root, 'docs/survey-programs.md'), 'utf8')

test('the page names every replay file, and none that is not there', () => {
  const named = [...page.matchAll(/replay docs\/survey-programs\/([\w.-]+\.json)/g)].map(
    ([, name = '']) => name,
  )
  expect(named.toSorted()).toEqual(files.toSorted())
})

test.each(files)('%s loads, and fits its target', (file) => {
  const { sourceChanged } = loadReplayFile(path.join(folder, file))
  expect(sourceChanged).toBe(false)
})

/** What is replayed in a second or two: a program, how it is found, and what was saved of it. */
const fast = [
  ['git', 'git-config-starts-again'],
  ['git', 'git-config-acknowledged-survives'],
  ['sed', 'sed-linearizable'],
  ['node', 'node-write-file-one-writer'],
] as const
const why = whyNotServed()
const whyNot = (program: string) =>
  why ?? (spawnSync(program, ['--version']).status === 0 ? null : `there is no ${program}`)

for (const [program, saved] of fast) {
  const missing = whyNot(program)
  test.runIf(missing !== null)(`${saved} is not replayed here: ${missing}`, () => {
    expect(missing).not.toBe(null)
  })
  test.runIf(missing === null)(`${saved} is seen again`, async () => {
    const file = files.find((each) => each.startsWith(saved)) ?? ''
    expect(await replay(path.join(folder, file), { times: 1 })).toMatchObject({ times: 1, of: 1 })
  })
}
