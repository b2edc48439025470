import { fileURLToPath } from 'node:url'
import { explore } from 'onewriter'
import { expect, test } from 'vitest'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { correct } from '../support/targets.ts'

/** `npm run proof -- --only=stores` searches it completely. */
const common = { writers: 2, calls: 1, seed: 1, maxTime: '10m' }

test('what is listed and read of the store of traces is one whole export, beside sweeps and retention', async () => {
  const result = await explore(correct('trace-store'), { ...common, executions: 60 })
  expect(result).toMatchObject({ verdict: 'holds', problems: [], escapes: [], rejections: { calls: 0 } })
  expect(result.oracles).toMatchObject({
    'reads-whole': 'holds',
    linearizable: 'holds',
    'no-litter': 'holds',
  })
})

test('so it is after every kind of fault', async () => {
  const faults = ['kill', 'errno', 'short-write', 'power-loss', 'stall'] as const
  const result = await explore(correct('trace-store'), { ...common, executions: 12, faults: [...faults] })
  expect(result).toMatchObject({ verdict: 'holds', problems: [], escapes: [] })
  expect(result.oracles).toMatchObject({ 'acknowledged-survives': 'holds', 'starts-again': 'holds' })
})

test('a trace that is gone, and that no retention has retired, is noticed', async () => {
  const target = fileURLToPath(new URL('fixtures/loses-a-trace.ts', import.meta.url))
  const outputDir = scratchDirectory('loses-a-trace')
  const result = await explore(target, { ...common, executions: 60, oracle: ['linearizable'], outputDir })
  expect(result.violations).toMatchObject([{ oracle: 'linearizable', writers: 2, calls: 2 }])
  expect(result.violations[0]?.message).toMatch(
    /^w\d export#1 was acknowledged, but no order of the calls explains the end/,
  )
})
