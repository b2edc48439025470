import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { race, type Violation } from 'onewriter'
import { expect, test } from 'vitest'
import { violationText } from '../../harness/report/words.ts'
import { root } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'

const scratch = scratchDirectory('command-target')

const workload = { writers: 3, calls: 2, sessions: 1, readers: 1, seed: 1, maxTime: '10m' }
/** Whatever of these this machine has; a shell is everywhere. */
const languages = [
  ['shell', 'sh', '-c', ':'],
  ['python', 'python3', '-c', ''],
].flatMap(([name = '', program = '', ...args]) => (spawnSync(program, args).status === 0 ? [name] : []))

test.each(languages)('a %s script that writes in place is caught', async (language) => {
  const options = { ...workload, oracle: ['reads-whole'], executions: 300 }
  expect(await race(fixture(`${language}-in-place.ts`), options)).toMatchObject({
    verdict: 'violated',
    violations: [{ oracle: 'reads-whole' }],
    problems: [],
  })
})

test.each(languages)('a %s script that renames holds, its un-awaited calls too', async (language) => {
  const result = await race(fixture(`${language}-by-rename.ts`), { ...workload, executions: 10 })
  expect(result).toMatchObject({
    verdict: 'holds',
    oracles: { 'program-order': 'holds', 'reads-whole': 'holds', 'no-litter': 'holds' },
    problems: [],
  })
})

/** The recipe's program and its target, as a reader would copy them; the target without the lines that match. */
function copied(name: string, without: RegExp): string {
  const recipes = fs.readFileSync(path.join(root, 'docs/recipes.md'), 'utf8')
  const block = (file: string) => recipes.split(` ${file}\n`)[1]?.split('```')[0] ?? ''
  const dir = path.join(scratch, name)
  fs.mkdirSync(path.join(dir, 'node_modules'), { recursive: true })
  fs.symlinkSync(root, path.join(dir, 'node_modules/onewriter'))
  fs.writeFileSync(path.join(dir, 'save.py'), block('save.py'))
  const program = JSON.stringify(path.join(dir, 'save.py'))
  const target = block('python.target.ts').replace(without, '').replace("'save.py'", program)
  fs.writeFileSync(path.join(dir, 'python.target.ts'), target)
  return path.join(dir, 'python.target.ts')
}

const small = { writers: 2, calls: 1, sessions: 1, readers: 0, seed: 1, maxTime: '10m' }

test.runIf(languages.includes('python'))("the recipe's Python program holds as it stands", async () => {
  expect(await race(copied('whole', /^$/), { ...small, executions: 5 })).toMatchObject({
    verdict: 'holds',
    oracles: { parses: 'holds', 'one-writer': 'holds' },
  })
})

test.runIf(languages.includes('python'))('without its `read`, it is told that it needs one', async () => {
  const result = await race(copied('bare', / *read:.*\n/), { ...small, executions: 5 })
  expect(result.violations).toMatchObject([{ signature: 'one-writer/reformatted' }])
  expect(violationText(result.violations[0] as Violation)).toContain('the target needs a `read`')
})
