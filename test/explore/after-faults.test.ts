import { expect, test } from 'vitest'
import { afterFaults } from '../../harness/controller/counterexample/after-faults.ts'
import { HarnessError } from '../../harness/model/errors.ts'
import { distinctProblems, problem, problemFrom } from '../../harness/model/problem.ts'
import type { Problem } from '../../harness/model/result.ts'
import type { Fault } from '../../harness/model/fault.ts'
import type { StepEvent } from '../../harness/model/step-log.ts'

const step = (fault?: Fault): StepEvent => ({
  position: 1,
  writer: 1,
  call: 1,
  op: 'rename',
  path: 's1.json.tmp',
  to: 's1.json',
  ordinal: 1,
  ...(fault && { fault }),
})
const failed = { kind: 'errno', code: 'ENOSPC' } as const

test.each<[string, readonly StepEvent[]]>([
  ['', [step()]],
  [
    "; this came after w1's rename s1.json.tmp → s1.json failed with ENOSPC (injected)",
    [step(), step(failed), { ...step(), aftermath: failed }],
  ],
  [
    "; this came after w2 was killed, and w1's write s1.json wrote 3 B only (injected)",
    [
      { ...step({ kind: 'kill' }), writer: 2 },
      {
        position: 2,
        writer: 1,
        call: 1,
        op: 'write',
        path: 's1.json',
        ordinal: 1,
        fault: { kind: 'short-write', bytes: 3 },
      },
    ],
  ],
])('what went wrong is said to be %j', (words, steps) => {
  expect(afterFaults(steps)).toBe(words)
})

test('the same crash after another fault is the same problem', () => {
  const crash = 'w1 crashed, since nothing catches Error: no; its last step was open s1.json'
  const thrown = { message: 'Error: no', isRejection: false, place: null }
  const crashed = problemFrom(new HarnessError(crash, { process: 'w1', thrown }))
  const elsewhere = problemFrom(new HarnessError(crash.replace('open', 'write'), { process: 'w2', thrown }))
  const [stuck, other] = ['w1 waits for write#1', 'w2 waits for write#2'].map((message) =>
    problem('w1', message, { kind: 'stuck' }),
  ) as [Problem, Problem]
  const after = (each: Problem) => ({ ...each, message: each.message + afterFaults([step(failed)]) })
  const all = [crashed, after(crashed), elsewhere, stuck, after(stuck), other]
  expect(distinctProblems(all)).toEqual([crashed, stuck])
  expect(crashed.kind).toBe('crashed')
})

test('what differs in its kind, or in what was thrown, is another problem', () => {
  const thrown = (message: string) => ({ message, isRejection: false, place: null })
  const crashes = ['Error: no', 'Error: yes'].map((message) =>
    problemFrom(new HarnessError('w1 crashed', { process: 'w1', thrown: thrown(message) })),
  )
  const all = [...crashes, problem('w1', 'w1 crashed'), problem('w1', 'w1 crashed', { kind: 'stuck' })]
  expect(distinctProblems(all)).toEqual(all)
})
