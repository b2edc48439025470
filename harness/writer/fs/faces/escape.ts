import type { Note } from '../note.ts'
import type { Site } from '../site.ts'
import { disguise } from './disguise.ts'
import type { AnyFunction } from './sync.ts'

/** Wraps Node's own function of this name. */
export type Guard = (name: string, original: AnyFunction) => AnyFunction

/**
 * A call with invalid arguments goes to Node's own function, which refuses it. Where that does not, it has reached a
 * controlled file without a step: nothing that depends on steps may be concluded then, so it is noted.
 */
export function guardFor(site: Site, note: Note): Guard {
  function controlled(first: unknown): string | undefined {
    return (site.handles.get(first) ?? site.paths.locate(first, true))?.path
  }

  return (name, original) => {
    function guarded(...args: unknown[]): unknown {
      const result = original(...args)
      const path = controlled(args[0])
      if (path === undefined) return result
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
