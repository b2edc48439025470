/** What a process of the survey does: one library or store, on the core that it was started on. `one.js NAME DIR` */
import { exploreLibrary } from './exploration.ts'
import { libraries, pinnedVersion, type Library } from './libraries.ts'
import type { LibraryResult } from './results.ts'
import { exploreStore } from './store-exploration.ts'
import { stores } from './stores.ts'
import { strikeLibrary } from './strike.ts'

const [name = '', outputDir = ''] = process.argv.slice(2)
const library = libraries.find((each) => each.name === name)
const store = stores.find((each) => each.name === name)
if (library) process.stdout.write(JSON.stringify(await surveyLibrary(library)))
else if (store) process.stdout.write(JSON.stringify(await exploreStore(store, outputDir)))
else throw new Error(`${name}: expected a library or a store of the survey`)

async function surveyLibrary(asked: Library): Promise<LibraryResult> {
  const { exhaustive, sampled, smallest } = await exploreLibrary(asked, outputDir)
  const violated = smallest.map(({ oracle }) => oracle)
  const strikes = await strikeLibrary(asked, outputDir, violated)
  return {
    name,
    version: pinnedVersion(name),
    call: asked.call,
    exhaustive,
    sampled,
    struck: strikes.struck,
    smallest: [...smallest, ...strikes.smallest],
  }
}
