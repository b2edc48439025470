import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { explore } from 'onewriter'
import { expect, test } from 'vitest'
import type { Stage } from '../../harness/engine/explore/stage.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { judge, memoryOf, oracles } from '../../harness/oracles/index.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { onStage } from '../support/on-stage.ts'
import { correct, fixture, knownBad } from '../support/targets.ts'
import { Unreduced } from '../support/unreduced.ts'

const names = oracles.map(({ name }) => name)

/** By writer, the operations that it calls; `+` marks one that is not awaited. */
function workloadOf(...writers: readonly string[]): Workload {
  const plans = writers.map((operations, writer) =>
    operations.split(' ').map((operation, call) => ({
      operation: operation.replace('+', ''),
      session: 's1',
      payloadBytes: 24 * (1 + writer + 2 * call),
      awaited: !operation.endsWith('+'),
    })),
  )
  return { writers: plans, readers: 0 }
}

/** Everything that any execution of a search shows. */
function search(stage: Stage, workload: Workload, strategy: Exhaustive | Unreduced): string[] {
  const found = new Set<string>()
  while (!strategy.isDone) {
    const { record, stuck } = stage.perform({
      workload,
      scheduler: strategy.begin(),
      seed: 1,
      memoryOf: (soFar) => memoryOf(soFar, names),
    })
    found.add(`ends as ${JSON.stringify(record.finals)} ${stuck}`)
    for (const { oracle, verdict } of judge(record, names))
      if (verdict === 'violated') found.add(`violates ${oracle}`)
  }
  return [...found].toSorted()
}

test.each([
  ['in-place', ['export', 'export']],
  ['in-place', ['export snapshot', 'export']],
  ['in-place-beside-rename', ['export', 'snapshot']],
  ['fixed-temp-name', ['write', 'write']],
  ['unlink-before-rename', ['write', 'write']],
  ['snapshot-after-flush', ['snapshot flush']],
  ['snapshot-after-flush', ['snapshot+ snapshot']],
])('%s, called %j: finds what every single interleaving shows', async (target, calls) => {
  const workload = workloadOf(...calls)
  const [reduced, unreduced] = [new Exhaustive(), new Unreduced()]
  await onStage(knownBad(target), (stage) => {
    expect(search(stage, workload, reduced)).toEqual(search(stage, workload, unreduced))
  })
  expect(reduced.executions).toBeLessThanOrEqual(unreduced.executions)
})

const outputDir = fs.mkdtempSync(path.join(os.tmpdir(), 'exhaustive-'))
const exhaustive = {
  strategy: 'exhaustive',
  writers: 2,
  calls: 1,
  sessions: 1,
  seed: 1,
  maxTime: '60s',
  outputDir,
} as const

test('a space that was searched completely is said to be', async () => {
  const { verdict, exhausted, executions } = await explore(correct('atomic-write'), exhaustive)
  expect(verdict).toBe('holds')
  expect(exhausted).toMatchObject([{ writers: 2, calls: 1, sessions: 1, executions, faults: [] }])
})

test('nothing is exhausted when the search ends early', async () => {
  const found = await explore(knownBad('in-place'), exhaustive)
  expect(found).toMatchObject({ verdict: 'violated', exhausted: [] })
  const cut = await explore(correct('atomic-write'), { ...exhaustive, executions: 3 })
  expect(cut).toMatchObject({ verdict: 'holds', exhausted: [] })
})

test('nothing is exhausted where a target is no function of what it observes', async () => {
  const target = fixture('remembers-across-executions.ts')
  const { exhausted, problems } = await explore(target, { ...exhaustive, oracle: ['program-order'] })
  expect(exhausted).toEqual([])
  expect(problems[0]?.message).toMatch(/the search cannot be complete/)
})

test('nor where it does what no schedule decides', async () => {
  const target = fixture('writes-through-a-shell.ts')
  const { exhausted, escapes } = await explore(target, { ...exhaustive, oracle: ['program-order'] })
  expect(exhausted).toEqual([])
  expect(escapes).not.toEqual([])
})
