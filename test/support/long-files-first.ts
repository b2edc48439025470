import fs from 'node:fs'
import path from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The files that take longest, the longest first. Vitest knows how long each took the last time; in a fresh clone it goes
 * by size, and a small file that takes minutes would come last, with every other worker idle.
 */
const longest = [
  'docs/docs',
  'explore/faulty-targets',
  'reports/reports',
  'init/init',
  'regress/regress',
  'explore/correct-targets',
  'exhaustive/exhaustive',
  'faults/power-loss',
  'served/faults',
  'served/mixed',
  'explore/sensitivity',
  'predicted/certificates',
  'race/faulty-targets',
  'served/updates',
  'served/programs',
  'faults/known-bad',
  'soak/soak',
  'docs/any-program',
  'predicted/foretold-search',
  'strategies/brute-force',
  'explore/explore',
  'check/check',
  'explore/interrupted',
  'processes/killed-harness',
  'race/race',
  'harm/replaced-directories',
  'merge/shards',
  'explore/known-bad',
  'race/correct-targets',
  'harm/replaced-under-control',
  'report/picture',
  'served/modules',
  'harm/other-commands',
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
