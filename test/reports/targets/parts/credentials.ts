import type { Document, Specification } from 'onewriter'

/**
 * One token. `save` replaces it; `reject` removes it and returns it, or leaves alone what is there and returns null.
 */
export const credentials: Specification<Document | null> = {
  name: 'credentials',
  initial: () => null,
  apply(token, { name, document, returned }) {
    if (name === 'save') return { state: document }
    return returned === null ? { state: token } : { state: null, returns: token }
  },
}
