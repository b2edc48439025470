import { put } from 'cacache'
import { defineTarget, map } from 'onewriter'
import { loadedCache, ownsInCache } from './parts/loaded-cache.ts'

/** A cache: content goes by its hash, and an index says which content a key has. */
export default defineTarget({
  open: ({ dir }) => ({
    calls: { put: ({ session, text }) => put(dir, session, text) },
  }),
  load: ({ dir }) => loadedCache(dir),
  specification: map(),
  owns: ownsInCache,
})
