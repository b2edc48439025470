import type { Gate } from '../../gate.ts'
import type { Operation, Operations } from '../operation.ts'
import { originals } from '../originals.ts'
import type { Opened } from '../steps/open-close.ts'
import { callbackFace, existsFace } from './callback.ts'
import type { Guard } from './escape.ts'
import { FileHandle, type Run } from './file-handle.ts'
import { promised, promiseFace } from './promise.ts'
import { existsSyncFace, syncFace, type AnyFunction } from './sync.ts'

type Faces = Record<string, AnyFunction>
type MakeFace = (operation: Operation, original: AnyFunction, gate: Gate) => AnyFunction

const functions = originals as unknown as Faces
const promises = originals.promises as unknown as Faces

/** The functions that take the place of Node's, by name: those of `fs`, and those of `fs.promises`. */
export function allFaces(operations: Operations, gate: Gate, guard: Guard): { fs: Faces; promises: Faces } {
  const blocking = facesOf(operations, gate, 'Sync', syncFace, guard)
  const calling = facesOf(operations, gate, '', callbackFace, guard)
  const existsSync = existsSyncFace(
    operations['access']!,
    guard('existsSync', functions['existsSync']!),
    gate,
  )
  const exists = existsFace(operations['access']!, guard('exists', functions['exists']!), gate)
  return {
    fs: { ...blocking, ...calling, existsSync, exists },
    promises: promiseFaces(operations, gate, guard),
  }
}

function facesOf(operations: Operations, gate: Gate, suffix: string, make: MakeFace, guard: Guard): Faces {
  const faces: Faces = {}
  for (const [name, operation] of Object.entries(operations)) {
    const original = functions[name + suffix]
    if (original) faces[name + suffix] = make(operation, guard(name + suffix, original), gate)
  }
  const realpath = functions[`realpath${suffix}`] as AnyFunction & { native: AnyFunction }
  const native = make(operations['realpathNative']!, guard(`realpath${suffix}.native`, realpath.native), gate)
  Object.assign(faces[`realpath${suffix}`]!, { native })
  return faces
}

function promiseFaces(operations: Operations, gate: Gate, guard: Guard): Faces {
  const open = (opened: unknown): unknown =>
    new FileHandle((opened as Opened).fd, handleRun(operations, gate, guard))
  const faces: Faces = {}
  for (const [name, operation] of Object.entries(operations)) {
    const original = promises[name]
    const wrap = name === 'open' ? open : undefined
    if (original) faces[name] = promiseFace(operation, guard(`promises.${name}`, original), gate, wrap)
  }
  const realpath = guard('promises.realpath', promises['realpath']!)
  faces['realpath'] = promiseFace(operations['realpathNative']!, realpath, gate)
  return faces
}

/** A FileHandle checks nothing itself: what its arguments do not fit, Node's own function refuses. */
function handleRun(operations: Operations, gate: Gate, guard: Guard): Run {
  return async (name, ...args) => {
    const plan = operations[name]?.(args, 'promise')
    if (plan) return promised(plan, gate)
    // The synchronous function takes what the asynchronous ones of some versions refuse, all of them in the same words.
    if (name === 'fstat') await promises['stat']!(process.execPath, args[1])
    const result = guard(`FileHandle.${name}`, functions[`${name}Sync`]!)(...args)
    return typeof result === 'number' ? { bytes: result, buffer: args[1] } : result
  }
}
