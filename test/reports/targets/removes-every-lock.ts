import { fileWriter } from 'onewriter'
import { removeLeftovers } from './parts/next-start.ts'
import { saveUnderOwnedLock } from './parts/owned-lock.ts'

/** Report 20, mended: a lock without an owner is nobody's either. */
export default fileWriter(saveUnderOwnedLock, {
  // It promises nothing of a power loss.
  oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale', 'no-litter'],
  recover: removeLeftovers,
})
