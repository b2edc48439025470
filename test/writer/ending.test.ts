import { expect, test } from 'vitest'
import { Ending } from '../../harness/writer/controlled/ending.ts'

function endingOf({ isAwaited = true, begins = 0 } = {}) {
  const log: string[] = []
  const gate = { asked: 3, isAlive: false, close: () => log.push('close') }
  let left = begins
  const tell = (event: string) => {
    log.push(event)
    if (event !== 'beforeExit' || left === 0) return
    left -= 1
    gate.asked += 1
    gate.isAlive = true
  }
  return { log, gate, ending: new Ending(gate, { isAwaited, tell }) }
}

test('nobody is told while calls are under way, or something is pending', () => {
  const { log, gate, ending } = endingOf()
  expect(ending.advance()).toBe(false)
  ending.finished()
  gate.isAlive = true
  expect(ending.advance()).toBe(false)
  expect(log).toEqual([])
})

test('beforeExit comes again after what it has begun, then exit, once', () => {
  const { log, gate, ending } = endingOf({ begins: 2 })
  ending.finished()
  for (let turn = 0; turn < 10; turn += 1) {
    if (!ending.advance()) gate.isAlive = false
  }
  expect(log).toEqual(['beforeExit', 'beforeExit', 'beforeExit', 'exit', 'close'])
})

test('where nobody wants to know, nothing happens', () => {
  const { log, ending } = endingOf({ isAwaited: false })
  ending.finished()
  expect(ending.advance()).toBe(false)
  expect(log).toEqual([])
})
