import fs from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { StepEvent } from '../../harness/model/step-log.ts'
import { Workshop } from '../support/violation.ts'
import { root } from '../support/cli.ts'

const workshop = new Workshop()
afterAll(() => workshop.remove())

/** The text at the place that asked for a step. */
function textAt({ source = '' }: StepEvent): string {
  const [, file = '', line = '', column = ''] = /^(.*):(\d+):(\d+)$/.exec(source) ?? []
  const lines = fs.readFileSync(path.join(root, file), 'utf8').split('\n')
  return lines[Number(line) - 1]?.slice(Number(column) - 1) ?? ''
}

test('each step of a counterexample tells the place in the target that asked for it', async () => {
  const target = 'test/fixtures/removes-before-a-package-writes.ts'
  const file = await workshop.violate(target, '--oracle=reads-whole', '--strategy=exhaustive')
  const { steps } = workshop.read(file).counterexample
  const asked = (op: string) =>
    steps.filter((step) => step.op === op).map((step) => textAt(step as StepEvent))
  for (const step of steps) expect(step.source).toMatch(/^test\/fixtures\/removes-before-.*\.ts:\d+:\d+$/)
  const removal = steps.find((step) => step.op === 'unlink' && step.path === 's1.json')
  expect(textAt(removal as StepEvent)).toMatch(/^rmSync\(file/)
  for (const text of asked('timer')) expect(text).toMatch(/^setTimeout\(resolve/)
  for (const op of ['open', 'write', 'rename']) {
    expect(asked(op).length).toBeGreaterThan(0)
    for (const text of asked(op)) expect(text).toMatch(/^(await )?writeFileAtomic\(file/)
  }
})

test('it tells when calls settled, and whose bytes a torn file held', async () => {
  const file = await workshop.violate('test/known-bad/in-place-beside-rename.ts', '--oracle=parses')
  const { steps, calls = [], schedule } = workshop.read(file).counterexample
  expect(calls.map(({ writer, call }) => `w${writer}#${call}`)).toEqual(['w1#1', 'w2#1'])
  for (const { invoked, settled } of calls) {
    expect(invoked).toBeLessThan(settled ?? 0)
    expect(settled).toBeLessThan(schedule.length + 1)
  }
  const torn = steps.findLast(({ held }) => held?.['s1']?.kind === 'unreadable')?.held?.['s1']
  if (torn?.kind !== 'unreadable') throw new Error('expected a torn file')
  const { bytes, runs = [] } = torn
  expect(new Set(runs.map((run) => ('writer' in run ? run.writer : 0)))).toEqual(new Set([1, 2]))
  expect(runs.reduce((sum, run) => sum + run.bytes, 0)).toBe(bytes)
  // Asked for one oracle, it was judged by that alone.
  expect(workshop.read(file).counterexample.also).toBeUndefined()
})
