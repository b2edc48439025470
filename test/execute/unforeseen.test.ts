import path from 'node:path'
import { expect, test } from 'vitest'
import { execute } from '../../harness/controller/execute/execute.ts'
import { RealDirectory } from '../../harness/programs/interposed/real-directory.ts'
import { GuardedDirectory } from '../../harness/guarded/guarded-directory.ts'
import { classifier } from '../../harness/model/content.ts'
import type { Program, Reaction } from '../../harness/model/program.ts'
import type { Operation, PendingStep, StepOutcome } from '../../harness/model/step.ts'
import { inOrder } from '../support/in-order.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const base = scratchDirectory('unforeseen')

/** A writer that asks for one step, and tells what came of it. */
function asking(step: PendingStep, outcome: StepOutcome): Program {
  const writer: Pick<Program, 'label' | 'traits' | 'begin' | 'grant' | 'kill'> = {
    label: 'w1',
    traits: {
      deterministic: true,
      virtualTime: true,
      knowsCalls: true,
      sources: true,
      tellsUseOfTimes: true,
    },
    begin: (): Reaction => ({ files: { s1: 's1.json' }, asked: [step] }),
    grant: () => ({ outcome, finished: true }),
    kill: () => {},
  }
  return writer as unknown as Program
}

test.each([
  ['exchange' as Operation, 'exchange is no operation that the store knows'],
  ['unlink' as const, 'unlink a succeeds, though ENOENT was expected'],
  ['access' as const, null],
])('%s of what is not there: what is not foreseen is beyond control', (op, why) => {
  const root = GuardedDirectory.make(path.join(base, op))
  const dir = new RealDirectory(root, 'run')
  const workload = {
    writers: [[{ operation: 'write', session: 's1', payloadBytes: 1, awaited: true }]],
    readers: 0,
  }
  const step: PendingStep = { op, path: 'a', sync: true, id: 1, call: 1 }
  const outcome = why === null ? { error: 'ENOENT' } : {}
  const writer = asking(step, outcome)
  const { uncontrolled } = execute([writer], {
    dir,
    workload,
    scheduler: inOrder,
    seed: 1,
    samePid: false,
    classify: classifier(workload, { byteExact: true }),
  })
  expect(uncontrolled).toEqual(why === null ? [] : [`not foreseen: ${why}`])
  dir.close()
  root.remove()
  root.close()
})
