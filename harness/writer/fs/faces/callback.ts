import type { Gate } from '../../gate.ts'
import { runAsync, type Settle } from '../drive.ts'
import type { Operation } from '../operation.ts'
import { disguise } from './disguise.ts'
import { isTransferred, plainResult, type AnyFunction } from './sync.ts'

type Callback = (error: unknown, ...results: unknown[]) => void

const TRANSFERS = new Set(['read', 'write', 'readv', 'writev'])

/** `fs.writeFile` and its likes, which call their last argument. */
export function callbackFace(operation: Operation, original: AnyFunction, gate: Gate): AnyFunction {
  function face(...args: unknown[]): unknown {
    const callback = args.at(-1)
    const plan = typeof callback === 'function' ? operation(args.slice(0, -1), 'callback') : null
    if (!plan) return original(...args)
    const settle = TRANSFERS.has(original.name) ? transferring : settling
    runAsync(plan, gate, settle(callback as Callback, args[1]))
    return undefined
  }
  return disguise(face, original)
}

/** `fs.exists` calls back with the answer alone. */
export function existsFace(access: Operation, original: AnyFunction, gate: Gate): AnyFunction {
  function face(path: unknown, callback: unknown): unknown {
    const plan = typeof callback === 'function' ? access([path], 'callback') : null
    if (!plan) return original(path, callback)
    runAsync(plan, gate, (error) => (callback as (exists: boolean) => void)(error === null))
    return undefined
  }
  return disguise(face, original)
}

function settling(callback: Callback): Settle<unknown> {
  return (error, value) => {
    if (error !== null) callback(error)
    else if (value === undefined) callback(null)
    else callback(null, plainResult(value))
  }
}

/** Reads and writes call back with the count and the buffer, after an error as well. */
function transferring(callback: Callback, buffer: unknown): Settle<unknown> {
  return (error, value) => {
    if (isTransferred(value)) callback(null, value.bytes, value.buffer)
    else callback(error, 0, buffer)
  }
}
