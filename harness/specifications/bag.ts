import { isDeepStrictEqual } from 'node:util'
import type { Document } from '../model/document.ts'
import type { Specification } from '../model/specification.ts'

/** Each call adds its document; a load gives all, in whatever order. */
export function bag(): Specification<readonly Document[]> {
  return {
    name: 'bag',
    initial: () => [],
    apply: (state, { document }) => ({ state: state.toSpliced(placeOf(document, state), 0, document) }),
    equals: (loaded, state) =>
      Array.isArray(loaded) && loaded.length === state.length && holdsAll(loaded, state),
    mayBecome: (state, loaded) => Array.isArray(loaded) && holdsAll(loaded, state),
  }
}

/** Documents differ, so that each is there once. */
function holdsAll(loaded: readonly unknown[], state: readonly Document[]): boolean {
  const known = new Set(loaded)
  return state.every((entry) => known.has(entry) || loaded.some((each) => isDeepStrictEqual(each, entry)))
}

/** In order of writers and calls, so that the same state comes of them in whatever order they are made. */
function placeOf({ writer, call }: Document, state: readonly Document[]): number {
  const after = state.findLastIndex(
    (entry) => entry.writer < writer || (entry.writer === writer && entry.call < call),
  )
  return after + 1
}
