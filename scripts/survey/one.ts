/** What a process of the survey does: one library, on the core that it was started on. `one.js NAME DIR` */
import { exploreLibrary } from './exploration.ts'
import { libraries, pinnedVersion } from './libraries.ts'
import type { LibraryResult } from './results.ts'
import { strikeLibrary } from './strike.ts'

const [name = '', outputDir = ''] = process.argv.slice(2)
const library = libraries.find((each) => each.name === name)
if (!library) throw new Error(`${name}: expected one of ${libraries.map((each) => each.name).join(', ')}`)
const { exhaustive, sampled, smallest } = await exploreLibrary(library, outputDir)
const violated = smallest.map(({ oracle }) => oracle)
const strikes = await strikeLibrary(library, outputDir, violated)
const result: LibraryResult = {
  name,
  version: pinnedVersion(name),
  call: library.call,
  exhaustive,
  sampled,
  struck: strikes.struck,
  smallest: [...smallest, ...strikes.smallest],
}
process.stdout.write(JSON.stringify(result))
