import type { RunOptions } from 'onewriter'
import { expect, test } from 'vitest'
import { assertFaultsAtOnce } from '../../harness/engine/faults-at-once.ts'
import type { Settings } from '../../harness/model/settings.ts'
import { exploreHere } from '../support/explore-here.ts'
import { fixture } from '../support/targets.ts'

const size = { writers: 1, calls: 2, sessions: 1 } as const
const search: RunOptions = { strategy: 'exhaustive', faults: 'errno', oracle: ['no-silent-loss'], seed: 1 }

test('what one error never breaks, two errors in one execution do', async () => {
  const target = fixture('puts-back-what-it-can.ts')
  const one = await exploreHere(target, { ...size, ...search })
  expect(one).toMatchObject({ verdict: 'holds', exhausted: [{ ...size, faults: ['errno'] }] })
  expect(one.exhausted[0]).not.toHaveProperty('faultsAtOnce')
  const two = await exploreHere(target, { ...size, ...search, faultsAtOnce: 2 })
  expect(two).toMatchObject({ verdict: 'violated', violations: [{ oracle: 'no-silent-loss' }] })
  const strikes = two.violations[0]!.counterexample?.schedule.filter(({ fault }) => fault !== undefined)
  expect(strikes).toHaveLength(2)
})

test('a size is exhausted with so many faults as were asked for', async () => {
  const asked = { writers: 1, calls: 1, sessions: 1, faultsAtOnce: 2 }
  const found = await exploreHere(fixture('writes-in-place.mjs'), {
    ...search,
    ...asked,
    oracle: ['parses'],
    bail: 0,
  })
  expect(found.exhausted).toMatchObject([{ ...asked, faults: ['errno'] }])
})

test.each<[Partial<Settings>, Settings['faults'] & object]>([
  [{ faultsAtOnce: 2, strategy: 'random' }, ['kill']],
  [{ faultsAtOnce: 2 }, []],
  [{ faultsAtOnce: 2 }, ['power-loss:ext4', 'kill']],
])('%o with the faults %j is refused', (asked, faults) => {
  const settings = { strategy: 'portfolio', ...asked } as const
  expect(() => {
    assertFaultsAtOnce(settings, [faults])
  }).toThrow(/^--faults-at-once=2.* expected /)
})

test('a check may search power losses beside, which strike alone', () => {
  expect(() => {
    assertFaultsAtOnce({ strategy: 'portfolio', faultsAtOnce: 3 }, [[], ['kill'], ['power-loss']])
  }).not.toThrow()
})
