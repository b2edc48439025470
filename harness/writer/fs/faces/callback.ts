import type { Gate } from '../../gate.ts'
import { runAsync, type Settle } from '../drive.ts'
import type { Operation } from '../operation.ts'
import { disguise } from './disguise.ts'
import { isTransferred, plainResult, type AnyFunction } from './sync.ts'

type Callback = (error: unknown, ...results: unknown[]) => void

/** What may find nothing, and says so. */
const LOOKS = new Set(['stat'])
const TRANSFERS = new Set(['read', 'write', 'readv', 'writev'])

/** `fs.writeFile` and its likes, which call their last argument. */
export function callbackFace(operation: Operation, original: AnyFunction, gate: Gate): AnyFunction {
  function face(...args: unknown[]): unknown {
    const callback = args.at(-1)
    const plan = typeof callback === 'function' ? operation(args.slice(0, -1), 'callback') : null
    if (!plan) return original(...args)
    runAsync(plan, gate, settleFor(original.name, callback as Callback, args[1]))
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

function settleFor(name: string, callback: Callback, buffer: unknown): Settle<unknown> {
  return TRANSFERS.has(name) ? transferring(callback, buffer) : settling(callback, LOOKS.has(name))
}

/** Most functions that have nothing to give call back with the error alone. */
function settling(callback: Callback, givesNothing: boolean): Settle<unknown> {
  return (error, value) => {
    if (error !== null) callback(error)
    else if (value === undefined && !givesNothing) callback(null)
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
