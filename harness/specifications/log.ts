import { isDeepStrictEqual } from 'node:util'
import type { Document } from '../model/document.ts'
import type { Specification } from '../model/specification.ts'

/** Each call appends its document; a load gives all, in order. */
export function log(): Specification<readonly Document[]> {
  return {
    name: 'log',
    initial: () => [],
    apply: (state, { document }) => ({ state: [...state, document] }),
    mayBecome: (state, loaded) =>
      Array.isArray(loaded) && state.every((entry, index) => isDeepStrictEqual(loaded[index], entry)),
  }
}
