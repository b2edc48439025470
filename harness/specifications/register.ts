import { isDeepStrictEqual } from 'node:util'
import type { Document } from '../model/document.ts'
import type { Specification } from '../model/specification.ts'

/** Each call replaces the document; nothing yet is `undefined`. */
export function register(): Specification<Document | undefined> {
  return {
    name: 'register',
    isRegister: true,
    initial: () => undefined,
    apply: (_state, { document }) => ({ state: document }),
    mayBecome: (state, loaded, left) =>
      isDeepStrictEqual(loaded ?? undefined, state) ||
      left.some(({ document }) => isDeepStrictEqual(loaded, document)),
  }
}
