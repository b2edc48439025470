/**
 * Measures what the harness costs: `npm run bench`, or `npm run bench -- race` `-- explore`, `-- search`, `-- file-system`, `-- served` and
 * `-- specifications` for a part of it.
 * Prints figures; asserts nothing, since they are this machine's. What can be compared between machines are ratios,
 * both sides of which are measured in one run.
 */
import os from 'node:os'
import { chosenOf } from '../arguments.ts'
import { benchExplore } from './explore.ts'
import { benchFileSystem } from './file-system.ts'
import { benchRace } from './race.ts'
import { benchSearch } from './search.ts'
import { benchServed } from './served.ts'
import { benchSpecifications } from './specifications.ts'

const parts: Readonly<Record<string, () => Promise<string>>> = {
  race: benchRace,
  explore: benchExplore,
  search: benchSearch,
  'file-system': benchFileSystem,
  served: benchServed,
  specifications: benchSpecifications,
}
const chosen = chosenOf(process.argv.slice(2), Object.keys(parts))

console.log(`node ${process.version} on ${os.availableParallelism()} cores`)
for (const name of chosen) console.log(`\n${await parts[name]?.()}`)
