import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { otherUser } from '../support/unprivileged.ts'

const scratch = scratchDirectory('unprivileged')
const { prefix, home, entry, sudoPath, lacks } = otherUser(scratch)
fs.writeFileSync(
  path.join(home, 'in-place.target.mjs'),
  `import { commandTarget } from 'onewriter'
export default commandTarget({ command: ({ file }) => ['sh', '-c', 'cat > "$0"', file], input: 'stdin' })
`,
)
const run = async (PATH: string, ...args: readonly string[]) => {
  const [program = '', ...rest] = [...prefix, process.execPath, entry, ...args]
  const { exitCode, stdout } = await execa(program, rest, { reject: false, env: { PATH, NO_COLOR: '1' } })
  return { exitCode, stdout }
}
const small = [
  '--writers=2',
  '--calls=1',
  '--sessions=1',
  '--seed=1',
  '--max-time=10m',
  '--oracle=one-writer',
]

test.runIf(lacks !== null)(`nobody can be an unprivileged user here: ${lacks}`, () => {
  expect(lacks).not.toBe('')
})

const plain = process.env['PATH'] ?? ''
test.runIf(lacks === null).each([
  ['in a user namespace', plain],
  ['in a user namespace that sudo makes', `${sudoPath}:${plain}`],
])('who has no privilege is served %s', async (way, PATH) => {
  const { stdout: told } = await run(PATH, 'doctor')
  expect(told).toContain(`held at each step, through /dev/fuse ${way}\n`)
  const { exitCode, stdout } = await run(PATH, 'explore', 'in-place.target.mjs', ...small)
  expect(stdout).toMatch(/✗ one-writer .*violated/)
  expect(stdout).not.toContain('problem')
  expect(exitCode).toBe(1)
  const command = / {2}npx onewriter (replay \S+)/.exec(stdout)?.[1]?.split(' ') ?? []
  expect((await run(PATH, ...command, '--times=3')).stdout).toContain('in 3 of 3')
})
