import { disguise } from './disguise.ts'
import type { AnyFunction } from './sync.ts'

/** What of a FileHandle needs no right to write. */
const alters = ['chmod', 'chown', 'utimes'] as const
const seen = new WeakSet<object>()

/**
 * Notes what is done through the FileHandles that Node itself gives, which are of files outside the run directory. Their
 * class cannot be had without opening a file, so this is told of the first.
 */
export function watchForeignHandles(handle: unknown, noted: (what: string) => void): void {
  const prototype: unknown = Object.getPrototypeOf(handle)
  if (typeof prototype !== 'object' || prototype === null || seen.has(prototype)) return
  seen.add(prototype)
  for (const name of alters) {
    const original = Reflect.get(prototype, name) as AnyFunction
    const face = function (this: unknown, ...args: unknown[]): unknown {
      noted(`FileHandle.${name} by a descriptor`)
      return Reflect.apply(original, this, args)
    }
    Object.defineProperty(prototype, name, {
      value: disguise(face, original),
      writable: true,
      configurable: true,
    })
  }
}
