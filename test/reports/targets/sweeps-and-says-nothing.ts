import { fileWriter } from 'onewriter'
import { replaceCarelessly } from './parts/replace.ts'
import { sweep } from './parts/sweep.ts'

/**
 * Report 08, Lykhoyda/rn-dev-agent#111: the same as `sweeps-what-others-write`, and a save that fails is only
 * logged.
 */
export default fileWriter(
  async (file, text) => {
    await sweep(file)
    await replaceCarelessly(file, text).catch(() => {})
  },
  { oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale', 'no-litter'] },
)
