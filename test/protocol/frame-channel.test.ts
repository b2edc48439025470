import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FrameChannel, firstNumber } from '../../harness/protocol/frame-channel.ts'

let dir: string
let writeFd: number
let readFd: number
let channel: FrameChannel

/** A pipe whose both ends are here: what is sent fits into it. */
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'frames-'))
  const pipe = path.join(dir, 'pipe')
  spawnSync('mkfifo', [pipe])
  const both = fs.openSync(pipe, 'r+')
  readFd = fs.openSync(pipe, 'r')
  writeFd = fs.openSync(pipe, 'w')
  fs.closeSync(both)
  channel = new FrameChannel(readFd, writeFd)
})

afterEach(() => {
  fs.closeSync(readFd)
  if (writeFd >= 0) fs.closeSync(writeFd)
  fs.rmSync(dir, { recursive: true })
})

function send(numbers: readonly number[], json?: unknown): void {
  channel.outgoing(numbers.length).set(numbers, firstNumber)
  channel.send(numbers.length, json)
}

function received() {
  const frame = channel.receive()
  if (!frame) return null
  const { numbers, start, count, json } = frame
  return { numbers: [...numbers.subarray(start, start + count)], json }
}

test('numbers arrive as they are, and JSON beside them', () => {
  const numbers = [0, -1, 2 ** 53 - 1, 0.1, NaN, Infinity]
  send(numbers, { text: 'é\n🙂' })
  expect(received()).toEqual({ numbers, json: { text: 'é\n🙂' } })
})

test('frames that were sent before the first was taken come one by one', () => {
  send([1])
  send([], ['a'])
  send([2, 3], 'b')
  expect([received(), received(), received()]).toEqual([
    { numbers: [1], json: undefined },
    { numbers: [], json: ['a'] },
    { numbers: [2, 3], json: 'b' },
  ])
})

test('frames that outgrow the memory of both ends arrive whole', () => {
  const child = path.join(dir, 'child.mjs')
  const module = new URL('../../dist/harness/protocol/frame-channel.js', import.meta.url).href
  // What does not fit into the pipe needs somebody at its other end.
  fs.writeFileSync(
    child,
    `const { FrameChannel, firstNumber } = await import(${JSON.stringify(module)})
     const channel = new FrameChannel(0, 1)
     for (let frame = channel.receive(); frame; frame = channel.receive()) {
       channel.outgoing(frame.count).set(frame.numbers.subarray(frame.start, frame.start + frame.count), firstNumber)
       channel.send(frame.count, frame.json)
     }`,
  )
  const sent = path.join(dir, 'sent')
  const file = fs.openSync(sent, 'w')
  const toFile = new FrameChannel(readFd, file)
  const numbers = Array.from({ length: 20_000 }, (_, index) => index / 3)
  for (const json of ['é'.repeat(70_000), undefined, 'b']) {
    toFile.outgoing(numbers.length).set(numbers, firstNumber)
    toFile.send(numbers.length, json)
  }
  fs.closeSync(file)
  const { stdout, status } = spawnSync(process.execPath, [child], {
    stdio: [fs.openSync(sent, 'r'), 'pipe', 'inherit'],
    maxBuffer: 2 ** 26,
  })
  expect(status).toBe(0)
  expect(stdout.equals(fs.readFileSync(sent))).toBe(true)
})

test.each(['x', 'console.log says something\n', '[1,2,3]\n'])('%j in between is no frame', (text) => {
  fs.writeSync(writeFd, text)
  send([1])
  expect(() => channel.receive()).toThrow(SyntaxError)
})

test('the end of the stream is null, also in the middle of a frame', () => {
  fs.writeSync(writeFd, Buffer.from(new Float64Array([0x6f6e6577, 5]).buffer))
  fs.closeSync(writeFd)
  writeFd = -1
  expect(channel.receive()).toBeNull()
})
