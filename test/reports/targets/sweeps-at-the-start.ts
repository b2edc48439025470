import { fileWriter } from 'onewriter'
import { removeLeftovers } from './parts/next-start.ts'
import { replace } from './parts/replace.ts'

/** Report 08, mended: only the next start sweeps, when nobody else runs. */
export default fileWriter(replace, {
  oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale', 'no-litter'],
  recover: removeLeftovers,
})
