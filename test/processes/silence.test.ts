import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { pins } from '../../harness/processes/cores.ts'
import { Silence } from '../../harness/processes/silence.ts'

const children: ChildProcess[] = []

afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})

async function start(...command: string[]): Promise<number> {
  const child = spawn(command[0] as string, command.slice(1), { stdio: 'ignore' })
  children.push(child)
  await once(child, 'spawn')
  return child.pid as number
}

function queuedMillis(pid: number): number {
  return Number(fs.readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ')[1]) / 1e6
}

test('all the time counts for a process that is not ready to run', async () => {
  const pid = await start('sleep', '60')
  process.kill(pid, 'SIGSTOP')
  while (!/^State:\s+T/m.test(fs.readFileSync(`/proc/${pid}/status`, 'latin1'))) await setTimeout(5)
  const silence = new Silence()
  silence.add(100, [pid])
  const before = silence.millis
  silence.add(100, [pid])
  expect(silence.millis - before).toBeCloseTo(100)
})

test('time does not count in which a process was ready, and others ran', async () => {
  const pin = pins()[0] ?? []
  const loop = [...pin, 'sh', '-c', 'while :; do :; done']
  const [pid] = await Promise.all([start(...loop), start(...loop)])
  const silence = new Silence()
  while (queuedMillis(pid) < 90) await setTimeout(20)
  silence.add(100, [pid])
  expect(silence.millis).toBeLessThan(50)
  // A third of the time counts whatever happens, or what hangs might never be ended.
  while (queuedMillis(pid) < 2_000) await setTimeout(50)
  const before = silence.millis
  silence.add(900, [pid])
  expect(silence.millis - before).toBeCloseTo(300)
})

test('a word ends it', () => {
  const silence = new Silence()
  silence.add(500, [])
  silence.end()
  silence.add(200, [])
  expect(silence.millis).toBe(200)
})
