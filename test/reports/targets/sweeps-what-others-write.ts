import { fileWriter } from 'onewriter'
import { replaceCarelessly } from './parts/replace.ts'
import { sweep } from './parts/sweep.ts'

/** Report 08: each save sweeps first, and takes another writer's temporary file away; that one's save is rejected. */
export default fileWriter(
  async (file, text) => {
    await sweep(file)
    await replaceCarelessly(file, text)
  },
  { oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale', 'no-litter'] },
)
