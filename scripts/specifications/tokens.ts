import type { Document } from '../../harness/model/document.ts'
import type { Specification } from '../../harness/model/specification.ts'

/** One token, which `save` replaces and `remove` removes; both return whether there was one. */
export const tokens: Specification<{ readonly token: Document | null }> = {
  name: 'tokens',
  initial: () => ({ token: null }),
  apply: ({ token }, { name, document }) => ({
    state: { token: name === 'save' ? document : null },
    returns: token !== null,
  }),
  equals: (loaded, { token }) => JSON.stringify(loaded ?? null) === JSON.stringify(token),
}
