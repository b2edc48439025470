import fs from 'node:fs'
import path from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * The files that take longest, the longest first. Vitest knows how long each took the last time; in a fresh clone it goes
 * by size, and a small file that takes minutes would come last, with every other worker idle.
 */
const longest = [
  'reports/reports',
  'docs/docs',
  'explore/known-bad',
  'explore/faulty-targets',
  'faults/known-bad',
  'check/check',
  'race/known-bad',
  'race/faulty-targets',
  'explore/sensitivity',
  'race/command-target',
  'race/correct-targets',
  'strategies/brute-force',
  'race/race',
  'report/picture',
  'soak/soak',
  'explore/explore',
  'exhaustive/exhaustive',
  'init/init',
  'merge/shards',
  'strategies/exhaustive',
  'faults/kill',
  'faults/power-loss',
  'explore/replay',
  'cli/cli',
  'processes/killed-harness',
  'explore/interrupted',
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
