import type { Gate } from '../../gate.ts'
import { runAsync } from '../drive.ts'
import type { Operation } from '../operation.ts'
import { disguise } from './disguise.ts'
import { FileHandle } from './file-handle.ts'
import type { AnyFunction } from './sync.ts'
import type { Plan } from '../plan.ts'

/** `fs.promises.writeFile` and its likes. A controlled FileHandle stands for its descriptor; a number is refused by Node. */
export function promiseFace(
  operation: Operation,
  original: AnyFunction,
  gate: Gate,
  wrap: (result: unknown) => unknown = (result) => result,
): AnyFunction {
  function face(...args: unknown[]): unknown {
    const [first, ...rest] = args
    if (typeof first === 'number') return original(...args)
    const plan = operation(first instanceof FileHandle ? [first.fd, ...rest] : args, 'promise')
    return plan ? promised(plan, gate).then(wrap) : original(...args)
  }
  return disguise(face, original)
}

export function promised<T>(plan: Plan<T>, gate: Gate): Promise<T> {
  return new Promise((resolve, reject) => {
    runAsync(plan, gate, (error, value) => (error === null ? resolve(value as T) : reject(error as Error)))
  })
}
