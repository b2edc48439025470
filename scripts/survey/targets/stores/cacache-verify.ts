import { put, verify } from 'cacache'
import { defineTarget, type Document } from 'onewriter'
import { loadedCache, ownsInCache } from './parts/loaded-cache.ts'

/** The same cache, and somebody verifies it, which also collects garbage. */
export default defineTarget({
  open: ({ dir }) => ({
    calls: {
      put: ({ session, text }) => put(dir, session, text),
      verify: async () => void (await verify(dir)),
    },
  }),
  load: ({ dir }) => loadedCache(dir),
  specification: {
    name: 'a map beside verify',
    initial: () => ({}),
    apply: (state: Record<string, Document>, { name, document }) => ({
      state: name === 'put' ? { ...state, [document.session]: document } : state,
    }),
  },
  owns: ownsInCache,
})
