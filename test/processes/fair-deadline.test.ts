import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { FairDeadline, isStarvedAfter } from '../../harness/processes/fair-deadline.ts'

test('a process that could run all the time is late, and was not starved', async () => {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' })
  try {
    const isStarved = await new Promise((resolve) => new FairDeadline(child.pid ?? 0, 300, resolve))
    expect(isStarved).toBe(false)
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})

test('who had most of what it was promised was not starved, however long it took', () => {
  expect([isStarvedAfter(1000, 1000), isStarvedAfter(750, 1000), isStarvedAfter(700, 1000)]).toEqual([
    false,
    false,
    true,
  ])
})
