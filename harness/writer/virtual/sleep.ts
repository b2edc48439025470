import type { Gate } from '../gate.ts'
import { disguise } from '../fs/faces/disguise.ts'
import { errnoError } from '../fs/errors.ts'
import type { Patches } from './patches.ts'

type Wait = typeof Atomics.wait

/**
 * `Atomics.wait` with a timeout is how synchronous code sleeps between two tries for a lock: it becomes a timer step
 * that blocks. Waiting for another thread to notify is out of scope: nobody notifies here before the time is up.
 */
export function patchSleep(patches: Patches, gate: Gate, now: () => number): void {
  const original = Reflect.get(Atomics, 'wait') as (...args: unknown[]) => ReturnType<Wait>
  function wait(...args: unknown[]): ReturnType<Wait> {
    const [array, index, expected, timeout] = args
    const millis = timeout === undefined ? Infinity : Number(timeout)
    if (!(millis > 0 && millis < Infinity)) return original(...args)
    const answer = original(array, index, expected, 0)
    if (answer !== 'timed-out') return answer
    gate.block({
      step: { op: 'timer', dueMillis: now() + Math.ceil(millis), sync: true },
      perform: () => {},
      fail: (code) => errnoError(code, 'timer'),
    })
    return answer
  }
  patches.replace(Atomics, 'wait', disguise(wait, original))
}
