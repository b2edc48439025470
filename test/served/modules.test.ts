import { explore, replay, UsageError } from 'onewriter'
import { expect, test } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { foreignRuntimes } from '../support/runtimes.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'

const outputDir = scratchDirectory('modules')
const small = { writers: 2, calls: 1, sessions: 1, seed: 1, maxTime: '10m', outputDir } as const
const runtimes = whyNotServed() === null ? [['node', process.execPath] as const, ...foreignRuntimes] : []

test.each(runtimes)('%s: a module that writes in place is torn, and replayed', async (_, runtime) => {
  const options = { ...small, runtime, control: 'served' as const, oracle: ['one-writer'] }
  const result = await explore(fixture('writes-in-place.mjs'), options)
  expect(result).toMatchObject({ verdict: 'violated', control: 'served', problems: [] })
  const [violation] = result.violations
  expect(violation).toMatchObject({ oracle: 'one-writer', minimal: true, writers: 2, calls: 2 })
  const again = await replay(violation?.replayFile ?? '', { times: 2, runtime })
  expect(again).toMatchObject({ times: 2, of: 2, divergence: null, problem: null })
})

test.each(foreignRuntimes)('what %s runs cannot be interposed', async (_, runtime) => {
  const exploring = explore(fixture('writes-in-place.mjs'), { ...small, runtime, control: 'interposed' })
  await expect(exploring).rejects.toThrow(UsageError)
  await expect(exploring).rejects.toThrow(/^--control=interposed holds the functions of Node, and \w+ runs/)
})
