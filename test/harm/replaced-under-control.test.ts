import fs from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RunDirectoryLost } from '../../harness/model/run-directory-lost.ts'
import { HarnessError } from '../../harness/model/errors.ts'
import type { Fault } from '../../harness/model/fault.ts'
import type { Scheduler } from '../../harness/model/strategy.ts'
import { plan, TestExecutor } from '../../scripts/proof/test-executor.ts'
import { Canaries } from '../support/canaries.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'

/**
 * Executions of a target that replaces, moves or links what the harness works in, beside files that nobody shall
 * touch. See the fixture for what the words of a row mean.
 */
const target = fixture('replaces-its-directory.ts')
const scratch = scratchDirectory('harm')
const workload = { writers: [[plan('save', 24)]], readers: 0 }

let canaries: Canaries
let executor: TestExecutor
beforeEach(async (context) => {
  const home = path.join(scratch, context.task.id)
  fs.mkdirSync(home)
  canaries = new Canaries(path.join(home, 'elsewhere'))
  // Times of birth have the resolution of the kernel's clock tick.
  await setTimeout(20)
  executor = new TestExecutor(target, { base: home, byteExact: true, recovers: true })
})
afterEach(async () => {
  await executor.close()
  canaries.assertUntouched()
})

/** Grants what waits in order; the fault strikes the first step from the given one on that it can strike. */
function inOrder(fault: Fault | null = null, from = 1): Scheduler {
  let isStruck = fault === null
  return {
    choose: ({ choices, made }) => {
      const choice = choices[0]!
      const isWrite = choice.step.op === 'write' || fault?.kind !== 'short-write'
      if (isStruck || made < from || !isWrite) return { choice }
      isStruck = true
      return { choice, fault: fault! }
    },
  }
}

function perform(harm: string, scheduler: Scheduler = inOrder()) {
  process.env['HARM'] = harm
  process.env['CANARIES'] = canaries.dir
  return executor.executor.perform({ workload, scheduler, seed: 1, recordsDisk: true })
}

test.each([
  'link:dir:begin:step',
  'link:dir:made:program',
  'link:dir:end:program',
  'remove-and-link:dir:open:step',
  'remove-and-link:dir:end:step',
  'remove:dir:written:program',
  'remove:dir:end:step',
  'rename:dir:end:step',
  'replace:dir:made:step',
  'replace:dir:end:program',
  'link:parent:begin:step',
  'remove-and-link:parent:written:program',
  'remove:parent:end:step',
  'rename:parent:made:step',
  'replace:parent:made:program',
  'link:root:end:program',
  'remove-and-link:root:made:step',
  'remove:root:begin:program',
  'replace:root:written:step',
])('%s: nothing is touched, and nothing is judged', (harm) => {
  expect(() => perform(harm)).toThrow(RunDirectoryLost)
})

test.each([
  'link:folder:made:step',
  'link:folder:end:program',
  'remove-and-link:folder:written:step',
  'rename:folder:end:program',
  'hard-link:folder:begin:step',
  'hard-link:folder:end:step',
])('%s: nothing is touched', (harm) => {
  perform(harm)
  expect(fs.readdirSync(executor.executor.dir)).toEqual([])
})

test.runIf(process.platform === 'linux')('what the target moves in from elsewhere is kept, and said', () => {
  expect(() => perform('move-in:dir:end:step')).toThrow(/could not be emptied .*was moved into it/)
  const now = fs.readFileSync(`${canaries.dir}.moved`, 'utf8')
  fs.renameSync(now, path.join(canaries.dir, 'folder'))
  canaries.redate()
})

const faults: Record<string, Fault | null> = {
  kill: { kind: 'kill' },
  errno: { kind: 'errno', code: 'EIO' },
  'short-write': { kind: 'short-write', bytes: 3 },
  'power-loss': { kind: 'power-loss', model: 'posix', missing: [] },
}
const moments = ['open', 'begin', 'made', 'written', 'end', 'recover']
const struck = Object.keys(faults).flatMap((fault, index) =>
  moments.map((moment, at) => [fault, moment, 2 + ((3 * index + 2 * at) % 9)] as const),
)

test.each(struck)('%s, with a link in its place from %s on: nothing is touched', (fault, moment, from) => {
  const means = from % 2 === 0 ? 'program' : 'step'
  try {
    perform(`remove-and-link:dir:${moment}:${means}`, inOrder(faults[fault], from))
  } catch (error) {
    expect(error).toBeInstanceOf(HarnessError)
  }
})

test('after the directory is lost, executions go on in a new one, with new writers', () => {
  const before = executor.executor.dir
  expect(() => perform('link:dir:end:program')).toThrow(RunDirectoryLost)
  const { record, steps } = perform('')
  expect(steps).toBeGreaterThan(4)
  expect(record.finals).toMatchObject({ s1: { kind: 'complete' } })
  expect(executor.executor.dir).not.toBe(before)
  expect(fs.readlinkSync(before)).toBe(canaries.dir)
})

test('where the folders above it are lost as well, that is said, and nothing is made in their place', () => {
  expect(() => perform('remove-and-link:parent:end:step')).toThrow(RunDirectoryLost)
  expect(() => perform('')).toThrow(/directories of the run were moved, removed or replaced/)
})
