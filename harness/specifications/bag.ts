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

/** Documents differ, so that each is there once, and only an entry of the same call can be equal to one. */
function holdsAll(loaded: readonly unknown[], state: readonly Document[]): boolean {
  const known = new Set(loaded)
  if (state.every((entry) => known.has(entry))) return true
  const byCall = new Map(loaded.map((each) => [callOf(each), each]))
  return state.every((entry) => known.has(entry) || isDeepStrictEqual(byCall.get(callOf(entry)), entry))
}

function callOf(entry: unknown): string {
  const { writer, call } = (entry ?? {}) as Partial<Document>
  return JSON.stringify([writer, call])
}

/** In order of writers and calls, so that the same state comes of them in whatever order they are made. */
function placeOf({ writer, call }: Document, state: readonly Document[]): number {
  const after = state.findLastIndex(
    (entry) => entry.writer < writer || (entry.writer === writer && entry.call < call),
  )
  return after + 1
}
