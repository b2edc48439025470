import type { FaultKind } from '../model/fault-kind.ts'

/** SIGKILL: the writer is gone before a step, or in the middle of a write. Whatever it held in memory is lost. */
export const kill: FaultKind = {
  name: 'kill',
  // A process has to be started in its place, which takes as long as many executions.
  weight: 1,
  strikes({ op, bytes = 0 }) {
    return op === 'write' && bytes > 1
      ? [{ kind: 'kill' }, { kind: 'kill', bytes: bytes >> 1 }]
      : [{ kind: 'kill' }]
  },
}
