import { isDeepStrictEqual } from 'node:util'
import type { Document } from '../model/document.ts'
import type { Specification } from '../model/specification.ts'

type Entries = Readonly<Record<string, Document>>

export interface MapOptions {
  /** The key that a call sets. Default: its session. */
  readonly key?: (document: Document) => string
}

/** Each call sets its own key, which is its session; a load gives an object of all keys. */
export function map({ key = ({ session }) => session }: MapOptions = {}): Specification<Entries> {
  return {
    name: 'map',
    scope: 'store',
    initial: () => ({}),
    apply: (state, { document }) => ({ state: inOrder({ ...state, [key(document)]: document }) }),
    mayBecome: (state, loaded, left) =>
      typeof loaded === 'object' &&
      loaded !== null &&
      Object.keys(state).every((name) => Object.hasOwn(loaded, name)) &&
      Object.entries(loaded).every(
        ([name, entry]) =>
          isDeepStrictEqual(entry, state[name]) ||
          left.some(({ document }) => key(document) === name && isDeepStrictEqual(entry, document)),
      ),
  }
}

/** The same state, whichever key was set first. */
function inOrder(entries: Entries): Entries {
  return Object.fromEntries(Object.entries(entries).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
