import type { Gate } from '../../gate.ts'
import { runSync } from '../drive.ts'
import type { Operation } from '../operation.ts'
import type { Transferred } from '../operations/data.ts'
import type { Opened } from '../steps/open-close.ts'
import { disguise } from './disguise.ts'

export type AnyFunction = (...args: unknown[]) => unknown

/** `fs.writeFileSync` and its likes: the thread is blocked at each step. */
export function syncFace(operation: Operation, original: AnyFunction, gate: Gate): AnyFunction {
  function face(...args: unknown[]): unknown {
    const plan = operation(args, 'sync')
    return plan ? plainResult(runSync(plan, gate)) : original(...args)
  }
  return disguise(face, original)
}

/** `fs.existsSync` never throws. */
export function existsSyncFace(access: Operation, original: AnyFunction, gate: Gate): AnyFunction {
  function face(path: unknown): unknown {
    const plan = access([path], 'sync')
    if (!plan) return original(path)
    try {
      runSync(plan, gate)
      return true
    } catch {
      return false
    }
  }
  return disguise(face, original)
}

/** What a function gives whose plan gives more: the descriptor of an open file, the count of a read or write. */
export function plainResult(result: unknown): unknown {
  if (typeof result !== 'object' || result === null) return result
  if ('file' in result && 'fd' in result) return (result as Opened).fd
  return isTransferred(result) ? result.bytes : result
}

export function isTransferred(result: unknown): result is Transferred {
  return typeof result === 'object' && result !== null && 'bytes' in result && 'buffer' in result
}
