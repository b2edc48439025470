import { expect, test } from 'vitest'
import type { FrameChannel } from '../../harness/protocol/frame-channel.ts'
import { ControlledGate } from '../../harness/writer/controlled/gate.ts'

const channel = {} as FrameChannel
const leave = () => {
  throw new Error('nobody leaves')
}
const timer = { step: { op: 'timer', dueMillis: 0, sync: false }, perform: () => {}, fail: leave } as const

test('what a load has left waiting is gone when the next one begins', () => {
  const gate = new ControlledGate(channel, () => 0, leave)
  void gate.beginLoad(0)
  gate.post(timer, () => {})
  expect(gate.isBusy).toBe(true)
  void gate.beginLoad(0)
  expect(gate.isBusy).toBe(false)
})

test('a load has so many timers, and is told to wait for ever as soon as it asks for more', async () => {
  const gate = new ControlledGate(channel, () => 0, leave)
  const spent = gate.beginLoad(2)
  const fired: number[] = []
  const isSpent = () => Promise.race([spent.then(() => true), Promise.resolve(false)])
  for (const nth of [1, 2])
    await new Promise<void>((resolve) => gate.post(timer, () => resolve(void fired.push(nth))))
  await expect(isSpent()).resolves.toBe(false)
  gate.post(timer, () => fired.push(3))
  await spent
  await new Promise(setImmediate)
  expect(fired).toEqual([1, 2])
})
