import type { Counterexample } from '../../harness/model/counterexample.ts'
import { scheduleOf, type StepEvent } from '../../harness/model/step-log.ts'

const at = (position: number, writer: number, rest: Partial<StepEvent> = {}): StepEvent => ({
  position,
  writer,
  call: 1,
  op: 'write',
  path: 's1.json',
  ordinal: 1,
  ...rest,
})

const steps: readonly StepEvent[] = [
  at(1, 1, {
    op: 'open',
    held: { s1: { kind: 'unreadable', bytes: 0, reason: 'Unexpected end', mixes: '' } },
  }),
  at(2, 2, { op: 'open', path: 'tmp#1', sync: true }),
  at(3, 1, {
    bytes: 50,
    held: { s1: { kind: 'unreadable', bytes: 50, reason: 'Unterminated string', mixes: 'w1#1' } },
  }),
  at(4, 2, { path: 'tmp#1', fault: { kind: 'errno', code: 'ENOSPC' }, error: 'ENOSPC' }),
  at(5, 2, {
    op: 'rename',
    path: 'tmp#1',
    to: 's1.json',
    held: { s1: { kind: 'complete', bytes: 100, writer: 2, call: 1 } },
  }),
  at(6, 1, { ordinal: 2, bytes: 50 }),
  at(7, 1, { op: 'close' }),
]

const plan = { operation: 'save', session: 's1', payloadBytes: 12, awaited: true }

/** A small one with a bit of everything. */
export const counterexample: Counterexample = {
  workload: { writers: [[plan], [plan]], readers: 0 },
  schedule: scheduleOf(steps),
  steps,
  files: { s1: 's1.json' },
  seed: 7,
  samePid: false,
  oracle: 'parses',
  finding: { session: 's1', message: 's1.json should hold a complete document', kind: 'unreadable' },
}
