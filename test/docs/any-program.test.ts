import fs from 'node:fs'
import path from 'node:path'
import type { Result } from 'onewriter'
import { expect, test } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { root, startCli } from '../support/cli.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { isThere } from '../support/served.ts'

const dir = scratchDirectory('docs-any-program')
const why = whyNotServed()
const canServe = why === null && isThere('python')
const page = fs.readFileSync(path.join(root, 'docs/any-program.md'), 'utf8')
const section = /^## A function and a program\n([^]*?)^## /m.exec(page)?.[1] ?? ''
const blocks = [...section.matchAll(/^```(\w+) ?(.*)\n([^]*?)^```$/gm)].map(
  ([, language = '', file = '', text = '']) => ({ language, file, text }),
)
const commands = blocks
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => text.trim().split('\n'))
  .map((line) => /^onewriter (.*?)\s+# exit (\d)$/.exec(line)?.slice(1) ?? [])

/** Runs the command of the page, in a directory that has its files. */
async function run([line = '', exit]: readonly string[]): Promise<Result> {
  const args = [...line.split(' '), '--seed=1', '--max-time=10m', '--reporter=json']
  const { exitCode, stdout, stderr } = await startCli(args, { cwd: dir })
  expect(exitCode, String(stderr)).toBe(Number(exit))
  return JSON.parse(String(stdout)) as Result
}

test.runIf(!canServe)(`nothing is served here: ${why ?? 'there is no python3'}`, () => {
  expect(canServe).toBe(false)
})

test.runIf(canServe)(
  'a function and a program lose what the other one has saved, as the page says',
  async () => {
    fs.mkdirSync(path.join(dir, 'node_modules'))
    fs.symlinkSync(root, path.join(dir, 'node_modules/onewriter'))
    for (const { file, text } of blocks) if (file !== '') fs.writeFileSync(path.join(dir, file), text)
    const [finds = [], holds = []] = commands
    const found = await run(finds)
    expect(found).toMatchObject({
      verdict: 'violated',
      control: 'served',
      commands: ['python'],
      problems: [],
    })
    expect(found.firstViolation?.execution).toBeLessThan(60)
    const [violation] = found.violations
    expect(violation).toMatchObject({ oracle: 'parses', writers: 2, calls: 2 })
    expect(violation?.reproduced.times).toBe(violation?.reproduced.of)
    const file = violation?.replayFile ?? ''
    const saved = fs.readFileSync(path.join(dir, file), 'utf8')
    for (const call of ['node', 'python']) expect(saved).toContain(`"operation": "${call}"`)
    const again = await startCli(['replay', file, '--times=3'], { cwd: dir })
    expect(again).toMatchObject({ exitCode: 1, stdout: expect.stringContaining('3 of 3') })

    const [mended = ''] = blocks
      .filter(({ language, file: of }) => language === 'py' && of === '')
      .map(({ text }) => text)
    const script = path.join(dir, 'set_key.py')
    fs.writeFileSync(script, fs.readFileSync(script, 'utf8').replace(/^lock = .*\n/m, mended))
    const held = await run(holds)
    expect(held).toMatchObject({ verdict: 'holds', control: 'served', problems: [], escapes: [] })
    const sizes = held.exhausted.toSorted((one, other) => one.sessions - other.sessions)
    expect(sizes).toMatchObject([1, 2].map((sessions) => ({ writers: 2, calls: 1, sessions })))
  },
)
