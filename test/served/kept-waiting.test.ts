import { explore } from 'onewriter'
import { expect, test } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { statementsOf } from '../../harness/report/statements/index.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { fixture } from '../support/targets.ts'

const scratch = scratchDirectory('kept-waiting')
const asked = {
  control: 'served',
  strategy: 'exhaustive',
  writers: 1,
  calls: 1,
  sessions: 1,
  seed: 1,
  maxTime: '10m',
  outputDir: scratch,
} as const
const canServe = whyNotServed() === null

test.runIf(canServe)(
  'what the kernel puts in an order of its own is no certificate, and is said',
  async () => {
    const result = await explore(fixture('writes-two-files-at-once.ts'), asked)
    expect(result).toMatchObject({ verdict: 'holds', exhausted: [], problems: [], escapes: [] })
    expect(result.unfinished).toMatchObject([{ writers: 1, calls: 1, untried: 0, keptWaiting: true }])
    const said = statementsOf(result).filter(({ kind }) => kind === 'kept-waiting')
    expect(said).toMatchObject([{ text: expect.stringContaining('1 writer × 1 call'), isCaveat: true }])
  },
)

test.runIf(canServe)('where nobody waits for anybody, the same size is exhausted', async () => {
  const result = await explore(fixture('writes-in-two-folders-at-once.ts'), asked)
  expect(result).toMatchObject({ verdict: 'holds', exhausted: [{ writers: 1, calls: 1 }], problems: [] })
  expect(result).not.toHaveProperty('unfinished')
})

test.runIf(canServe)(
  'what the kernel lets wait for a write of the same process is granted after it',
  async () => {
    const result = await explore(fixture('removes-what-it-is-writing.ts'), asked)
    expect(result).toMatchObject({ verdict: 'holds', exhausted: [], problems: [], escapes: [] })
    expect(result.unfinished).toMatchObject([{ untried: 0, keptWaiting: true }])
  },
)
