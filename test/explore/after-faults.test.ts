import { expect, test } from 'vitest'
import { afterFaults } from '../../harness/controller/counterexample/after-faults.ts'
import { distinctProblems } from '../../harness/model/distinct-problems.ts'
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
  const crash = 'w1 crashed, since nothing catches Error: no'
  const stuck = 'w1 waits for write#1'
  const messages = [crash, stuck].flatMap((said) => [said, said + afterFaults([step(failed)])])
  expect(distinctProblems(messages.map((message) => ({ message })))).toHaveLength(2)
})
