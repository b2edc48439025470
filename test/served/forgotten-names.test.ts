import fs from 'node:fs'
import { expect, test } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { serveInTurn } from '../support/serve.ts'
import { isThere, python } from '../support/served.ts'

const scratch = scratchDirectory('forgotten-names')
const forgets = '/proc/sys/vm/drop_caches'
const isRoot = process.getuid?.() === 0
const why =
  whyNotServed() ?? (isThere('python') ? null : 'there is no python3') ?? (isRoot ? null : 'it takes root')

test.runIf(why !== null)(`nobody can have the kernel forget names here: ${why}`, () => {
  expect(why).not.toBe('')
})

const run = (text: string) => (dir: string) => [[python, '-S', '-E', '-c', `import os\n${text}`, `${dir}/a`]]

test.runIf(why === null)('what the kernel forgets for want of memory changes no step', async () => {
  const turns = [
    run('import sys\nopen(sys.argv[1], "w").close()'),
    // One name, asked for again and again by one and the same call.
    run(
      'import sys\nname = os.fsencode(sys.argv[1])\nos.access(name + b"b", 0)\nfor _ in range(3): os.access(name, 0)',
    ),
  ]
  const drop = () => fs.writeFileSync(forgets, '2')
  const [, served] = await serveInTurn(scratch, turns, drop)
  expect(served?.uncontrolled).toEqual([])
  expect(served?.steps.map(({ op, path }) => `${op} ${path}`)).toEqual([
    'access ab',
    ...Array.from({ length: 3 }, () => 'access a'),
  ])
})
