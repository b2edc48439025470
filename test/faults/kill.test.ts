import fs from 'node:fs'
import { expect, test } from 'vitest'
import type { Fault } from '../../harness/model/fault.ts'
import type { Scheduler } from '../../harness/model/strategy.ts'
import { judge } from '../../harness/oracles/index.ts'
import { plan, TestExecutor } from '../../scripts/proof/test-executor.ts'
import { correct } from '../support/targets.ts'

const workload = { writers: [[plan('export', 24)], [plan('flush', 48)]], readers: 0 }

/** Takes the first step that waits, and kills the first writer at its n-th. */
function killingAt(step: number, fault: Fault): Scheduler {
  let own = 0
  return {
    choose({ choices: [first] }) {
      const choice = first!
      if (choice.writer === 1) own += 1
      return choice.writer === 1 && own === step ? { choice, fault } : { choice }
    },
  }
}

test('the others go on, the application recovers, and makes one more call', async () => {
  const executor = new TestExecutor(correct('atomic-write'), { recovers: true })
  try {
    const { record, log } = executor.perform(workload, killingAt(2, { kind: 'kill', bytes: 7 }))
    expect(record.calls.map(({ writer, outcome }) => `${writer} ${outcome}`)).toEqual([
      '1 pending',
      '2 acknowledged',
      '3 acknowledged',
    ])
    expect(record.calls[2]?.invoked).toBeGreaterThan(record.restart?.position ?? Infinity)
    const struck = log().find(({ fault }) => fault)
    expect(struck).toMatchObject({ writer: 1, op: 'write', bytes: 7 })
    // Its temporary file was there until somebody recovered.
    expect(
      log().some(({ writer, op, path }) => writer === 3 && op === 'unlink' && path === struck?.path),
    ).toBe(true)
    expect(record.restart).toMatchObject({ entries: ['s1.json'], finals: { s1: { writer: 2 } } })
    expect(record.finals).toMatchObject({ s1: { writer: 3, call: 1 } })
    expect(judge(record, ['acknowledged-survives', 'no-litter']).map(({ verdict }) => verdict)).toEqual([
      'holds',
      'holds',
    ])
  } finally {
    await executor.close()
  }
})

test('the same kill gives the same execution, and leaves no process and no descriptor', async () => {
  const executor = new TestExecutor(correct('atomic-write'), { recovers: true })
  const once = () => executor.perform(workload, killingAt(4, { kind: 'kill' })).log()
  try {
    const first = once()
    await new Promise((resolve) => setTimeout(resolve, 100))
    const before = resources()
    for (let again = 0; again < 8; again += 1) expect(once()).toEqual(first)
    // The event loop has to turn for a process to be reaped.
    while (resources().zombies > 0) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(resources()).toEqual(before)
  } finally {
    await executor.close()
  }
})

function resources() {
  const children = fs.readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ')
  const zombies = children.filter((pid) => / Z /.test(statOf(pid)))
  const fds = fs.readdirSync('/proc/self/fd').length
  return { processes: children.length - zombies.length, zombies: zombies.length, fds }
}

function statOf(pid: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ''
  }
}
