import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root, startCli } from '../support/cli.ts'

const asOn = (platform: string) => {
  const script = `Object.defineProperty(process, 'platform', { value: '${platform}' })`
  return `--import=data:text/javascript,${encodeURIComponent(script)}`
}
const node = path.join(root, 'test/targets/atomic-write.ts')
const program = path.join(root, 'test/field-races/targets/shell-in-place/right.ts')

test.each([
  ['win32', 'check', node, 'onewriter does not run on Windows, which lacks '],
  ['win32', 'explore', program, 'onewriter does not run on Windows, which lacks '],
  ['darwin', 'explore', program, 'programs are held on Linux alone, through FUSE'],
])('on %s, %s %s is refused with one sentence', async (platform, command, target, says) => {
  // Node looks for the temporary directory of Windows there.
  const env = { NODE_OPTIONS: asOn(platform), TEMP: os.tmpdir() }
  const { exitCode, stdout, stderr } = await startCli([command, target, '--max-time=5s', '--seed=1'], { env })
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
  expect(
    String(stderr)
      .split('\n')
      .filter((line) => line !== 'seed 1'),
  ).toEqual([expect.stringContaining(says)])
})
