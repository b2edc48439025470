import type { Gate } from '../../gate.ts'
import type { Operation, Operations } from '../operation.ts'
import { originals } from '../originals.ts'
import type { Opened } from '../steps/open-close.ts'
import { callbackFace, existsFace } from './callback.ts'
import { FileHandle, type Run } from './file-handle.ts'
import { promised, promiseFace } from './promise.ts'
import { existsSyncFace, syncFace, type AnyFunction } from './sync.ts'

type Faces = Record<string, AnyFunction>
type MakeFace = (operation: Operation, original: AnyFunction, gate: Gate) => AnyFunction

const functions = originals as unknown as Faces
const promises = originals.promises as unknown as Faces

export function syncFaces(operations: Operations, gate: Gate): Faces {
  const faces = facesOf(operations, gate, 'Sync', syncFace)
  return { ...faces, existsSync: existsSyncFace(operations['access']!, functions['existsSync']!, gate) }
}

export function callbackFaces(operations: Operations, gate: Gate): Faces {
  const faces = facesOf(operations, gate, '', callbackFace)
  return { ...faces, exists: existsFace(operations['access']!, functions['exists']!, gate) }
}

function facesOf(operations: Operations, gate: Gate, suffix: string, make: MakeFace): Faces {
  const faces: Faces = {}
  for (const [name, operation] of Object.entries(operations)) {
    const original = functions[name + suffix]
    if (original) faces[name + suffix] = make(operation, original, gate)
  }
  const realpath = functions[`realpath${suffix}`] as AnyFunction & { native: AnyFunction }
  const native = make(operations['realpathNative']!, realpath.native, gate)
  Object.assign(faces[`realpath${suffix}`]!, { native })
  return faces
}

export function promiseFaces(operations: Operations, gate: Gate): Faces {
  /** A FileHandle checks nothing itself: what its arguments do not fit, Node's own function refuses. */
  const run: Run = async (name, ...args) => {
    const plan = operations[name]?.(args, 'promise')
    if (plan) return promised(plan, gate)
    const result = functions[`${name}Sync`]!(...args)
    return typeof result === 'number' ? { bytes: result, buffer: args[1] } : result
  }
  const open = (opened: unknown): unknown => new FileHandle((opened as Opened).fd, run)

  const faces: Faces = {}
  for (const [name, operation] of Object.entries(operations)) {
    const original = promises[name]
    if (original) faces[name] = promiseFace(operation, original, gate, name === 'open' ? open : undefined)
  }
  faces['realpath'] = promiseFace(operations['realpathNative']!, promises['realpath']!, gate)
  return faces
}
