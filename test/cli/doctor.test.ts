import { expect, test } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { cli, cliIn } from '../support/cli.ts'

test('it tells whether programs can be held here', async () => {
  const { exitCode, stdout } = await cli('doctor')
  expect(exitCode).toBe(0)
  const why = whyNotServed()
  expect(stdout).toContain(why === null ? 'held at each step' : `raced, and not held: ${why}`)
})

test('it says what is missing', async () => {
  const { stdout } = await cliIn({ env: { PATH: '/nowhere' }, isolated: false }, 'doctor')
  expect(stdout).toMatch(/raced, and not held: /)
  expect(stdout).toMatch(/no other runtime/)
})

test('it takes nothing else', async () => {
  const { exitCode, stderr } = await cli('doctor', 'save.ts')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('doctor: expected nothing after it, got save.ts')
})
