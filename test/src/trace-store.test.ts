import { explore } from 'onewriter'
import { expect, test } from 'vitest'
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
