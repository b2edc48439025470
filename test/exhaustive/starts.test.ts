import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { StartsSearch } from '../../harness/controller/search/starts-search.ts'
import type { Counterexample } from '../../harness/model/counterexample.ts'
import type { Workload } from '../../harness/model/workload.ts'
import { parseReplayFile } from '../../harness/recording/load.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { root } from '../support/cli.ts'
import { withExecutor } from '../support/with-executor.ts'
import { searchWithExecutor, workloadOf } from '../support/executor-search.ts'
import { correct, fixture, knownBad } from '../support/targets.ts'
import { Unreduced } from '../support/unreduced.ts'

const late = knownBad('dirty-flag-late')
const late2 = workloadOf('write write')
const asSteps = (workload: Workload): Workload => ({ ...workload, startsAreSteps: true })

test.each([
  [late, asSteps(late2)],
  [fixture('defers-one-step.ts'), asSteps(workloadOf('write write', 'write'))],
  [knownBad('snapshot-after-flush'), asSteps(workloadOf('snapshot flush'))],
])('%s: the search finds what every single interleaving with starts shows', async (target, workload) => {
  await withExecutor(target, (executor) => {
    const found = searchWithExecutor(executor, workload, new Unreduced())
    expect(searchWithExecutor(executor, workload, new Exhaustive())).toEqual(found)
  })
})

test('a call that begins while a save is under way loses its change; at once, it does not', async () => {
  await withExecutor(late, (executor) => {
    const shows = (workload: Workload) => searchWithExecutor(executor, workload, new Exhaustive())
    expect(shows(late2)).not.toContain('violates program-order')
    expect(shows(asSteps(late2))).toContain('violates program-order')
  })
})

test('both ways are searched where a call has begun beside other work, and one where none has', async () => {
  const searched = async (target: string, workload: Workload) =>
    withExecutor(target, (executor) => {
      const search = new StartsSearch(workload, { reduced: true })
      const ways = new Set<string>()
      const executions = 4
      for (let part = search.next(); part && search.executions < executions; part = search.next()) {
        ways.add(part.workload.startsAreSteps ? 'as steps' : 'at once')
        search.learn(
          executor.perform({
            workload: part.workload,
            scheduler: part.search.begin(),
            seed: 1,
            memoryOf: () => [],
          }),
        )
      }
      return [...ways]
    })
  expect(await searched(late, late2)).toEqual(['at once', 'as steps'])
  expect(await searched(correct('temp-and-rename.mjs'), late2)).toEqual(['at once'])
  expect(await searched(correct('temp-and-rename.mjs'), workloadOf('write+ write'))).toEqual([
    'at once',
    'as steps',
  ])
})

test('a schedule that was saved before there were such steps goes on as it did', async () => {
  const earlier = path.join(root, 'test/saved')
  const files = fs.readdirSync(earlier)
  expect(files).toHaveLength(2)
  for (const name of files) {
    const saved = parseReplayFile(path.join(earlier, name))
    const counterexample = saved.counterexample as Counterexample
    // Two calls at once: today, with starts as steps, there would be one between.
    expect(counterexample.workload.writers.flat().some(({ awaited }) => !awaited)).toBe(true)
    const facts = { byteExact: false, customRead: false }
    const { record } = await withExecutor(
      path.join(earlier, saved.target),
      (executor) => executor.replay(counterexample),
      facts,
    )
    expect(record.finals['s1']).toMatchObject({ kind: 'complete', writer: 1, call: 1 })
  }
})
