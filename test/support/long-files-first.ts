import fs from 'node:fs'
import path from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The files that take longest, the longest first. Vitest knows how long each took the last time; in a fresh clone it goes
 * by size, and a small file that takes minutes would come last, with every other worker idle.
 */
const longest = [
  'reports/reports',
  'explore/faulty-targets',
  'docs/docs',
  'explore/correct-targets',
  'exhaustive/exhaustive',
  'predicted/certificates',
  'regress/regress',
  'strategies/brute-force',
  'served/faults',
  'served/updates',
  'served/programs',
  'faults/power-loss',
  'explore/sensitivity',
  'race/faulty-targets',
  'check/check',
  'soak/soak',
  'explore/interrupted',
  'processes/killed-harness',
  'init/init',
  'race/race',
  'harm/replaced-directories',
  'merge/shards',
  'explore/known-bad',
  'explore/explore',
  'race/correct-targets',
  'harm/replaced-under-control',
  'report/picture',
  'faults/known-bad',
  'served/modules',
  'harm/other-commands',
  'predicted/foretold-search',
  'strategies/exhaustive',
  'faults/struck-pairs',
  'filesystem/kernel',
  'race/known-bad',
  'explore/replay',
  'cli/cli',
].map((name) => path.resolve(import.meta.dirname, '..', `${name}.test.ts`))

export class LongFilesFirst extends BaseSequencer {
  /** @throws Error where one of the files is not there any more. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = longest.find((file) => !fs.existsSync(file))
    if (gone !== undefined) throw new Error(`expected ${gone}, which test/support/long-files-first.ts names`)
    // oxlint-disable-next-line unicorn/no-array-sort -- it is no array
    const sorted = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification) => {
      const at = longest.indexOf(moduleId)
      return at === -1 ? longest.length : at
    }
    return sorted.toSorted((one, other) => rank(one) - rank(other))
  }
}
