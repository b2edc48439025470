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
  gate.standStill(true)
  gate.post(timer, () => {})
  expect(gate.isBusy).toBe(true)
  gate.standStill(true)
  expect(gate.isBusy).toBe(false)
})
