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

test('who had more than half of the time was not starved', () => {
  expect([isStarvedAfter(1000, 900), isStarvedAfter(1000, 500), isStarvedAfter(1000, 400)]).toEqual([
    false,
    false,
    true,
  ])
})
