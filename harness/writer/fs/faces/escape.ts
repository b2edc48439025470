import { opendirInOrder } from '../compound/directory-handle.ts'
import type { Note } from '../note.ts'
import type { Site } from '../site.ts'
import { disguise } from './disguise.ts'
import { watchForeignHandles } from './foreign-handle.ts'
import type { AnyFunction } from './sync.ts'

/** Wraps Node's own function of this name. */
export type Guard = (name: string, original: AnyFunction) => AnyFunction

/**
 * A call that touches nothing under control, or has invalid arguments, goes to Node's own function. What it changes
 * outside the run directory is noted. Where Node does not refuse what its documentation does not allow, it has reached
 * a controlled file without a step: nothing that depends on steps may be concluded then, so that is noted, too.
 */
export function guardFor(site: Site, note: Note): Guard {
  function controlled(first: unknown): string | undefined {
    return (site.handles.get(first) ?? site.paths.locate(first, true))?.path
  }

  async function watched(opening: unknown): Promise<unknown> {
    const handle = await opening
    watchForeignHandles(handle, (what) => note('outside the run directory', what))
    return handle
  }

  return (name, original) => {
    const isOpening = name === 'promises.open'
    const plainName = name.replace(/^promises\.|Sync\b/g, '')
    const own = plainName === 'opendir' ? opendirInOrder(original, site.originals) : original
    function guarded(...args: unknown[]): unknown {
      const outside = site.outside.touchedBy(plainName, args)
      let result: unknown
      try {
        result = own(...site.onlyLooking.allowed(plainName, args))
      } catch (error) {
        if (outside !== null && isOfTheSystem(error)) note('outside the run directory', outside)
        throw error
      }
      if (outside !== null) note('outside the run directory', outside)
      const path = controlled(args[0])
      if (path === undefined) return isOpening ? watched(result) : result
      if (result instanceof Promise) return result.then((value: unknown) => noted(path, value))
      // A callback may still be told of a signal that was aborted before.
      if (typeof args.at(-1) !== 'function' || typeof args[0] === 'number') noted(path, result)
      return result
    }
    function noted(path: string, result: unknown): unknown {
      note('uncontrolled', `${name} ${path}`)
      return result
    }
    return disguise(guarded, original)
  }
}

/** Whether a system call was made, and not only arguments refused. It may have done a part. */
function isOfTheSystem(error: unknown): boolean {
  return typeof (error as { syscall?: unknown } | null)?.syscall === 'string'
}
