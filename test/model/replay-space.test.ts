import { expect, test } from 'vitest'
import type { Fault } from '../../harness/model/fault.ts'
import { replaySpace } from '../../harness/model/replay-space.ts'
import { counterexample } from '../support/counterexample.ts'

const full: Fault = { kind: 'errno', code: 'ENOSPC' }
const broken: Fault = { kind: 'errno', code: 'EIO' }
const lost: Fault = { kind: 'power-loss', model: 'ext4', missing: [] }

test.each<[string, readonly Fault[], object]>([
  ['no fault', [], { faults: [] }],
  ['one', [full], { faults: ['errno:ENOSPC'] }],
  ['two of one kind', [full, full], { faults: ['errno:ENOSPC'], faultsAtOnce: 2 }],
  ['two kinds', [full, broken, full], { faults: ['errno:ENOSPC', 'errno:EIO'], faultsAtOnce: 3 }],
  ['one that strikes alone', [full, lost], { faults: ['errno:ENOSPC', 'power-loss:ext4'] }],
])('the space of a violation after %s lets as many strike', (_, faults, expected) => {
  const steps = counterexample.schedule.map(({ fault: _fault, ...decision }) => decision)
  const schedule = [...faults.map((fault) => ({ ...steps[0]!, fault })), ...steps]
  const { writers, calls, sessions, oracle, samePid, ...strikes } = replaySpace({
    ...counterexample,
    schedule,
  })
  expect(strikes).toEqual(expected)
  expect([writers, calls, sessions, oracle, samePid]).toEqual([2, 1, 1, [counterexample.oracle], false])
})
