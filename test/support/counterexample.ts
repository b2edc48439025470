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

const crashed: readonly StepEvent[] = [
  at(1, 1, { op: 'open', held: { s1: { kind: 'unreadable', bytes: 0, reason: 'end', mixes: '' } } }),
  at(2, 1, { bytes: 100, held: { s1: { kind: 'complete', bytes: 100, writer: 1, call: 1, text: 'all' } } }),
  at(3, 1, {
    op: 'close',
    path: 'a-long-name.json',
    fault: { kind: 'power-loss', model: 'posix', missing: [4] },
    lost: ['the name s1.json is on disk, the data is not: bytes 50 to 99 are zeros'],
    held: {
      s1: {
        kind: 'unreadable',
        bytes: 100,
        reason: 'Unterminated string',
        mixes: 'w1#1',
        runs: [
          { bytes: 50, writer: 1, call: 1, text: 'half' },
          { bytes: 50, text: '\0'.repeat(50) },
        ],
      },
    },
  }),
  at(4, 5, { op: 'open', held: { s1: { kind: 'unreadable', bytes: 0, reason: 'end', mixes: '' } } }),
  at(5, 5, { bytes: 110, held: { s1: { kind: 'complete', bytes: 110, writer: 5, call: 1 } } }),
]

/** One of four writers, and the power is lost. */
export const crash: Counterexample = {
  ...counterexample,
  workload: { writers: [[plan], [], [], []], readers: 0 },
  schedule: scheduleOf(crashed),
  steps: crashed,
  oracle: 'acknowledged-survives',
  finding: { session: 's1', message: 'w1 save#1 was acknowledged before the crash', kind: 'unreadable' },
}
