import type { RunOptions } from 'onewriter'
import { expect, test } from 'vitest'
import { exploreHere } from '../support/explore-here.ts'
import { fixture } from '../support/targets.ts'

test.each<[string, RunOptions]>([
  ['the samples', { executions: 20, sessions: 1 }],
  ['samples of two sessions', { executions: 20, sessions: 2 }],
  ['a search', { strategy: 'exhaustive', executions: 20, sessions: 1 }],
])(
  'nobody is accused who waits for a lock that an error has kept from being removed, in %s',
  async (_, options) => {
    const size = { writers: 2, calls: 1, faults: ['errno:EBUSY'], seed: 1 }
    const found = await exploreHere(fixture('waits-for-its-lock.ts'), { ...size, ...options })
    expect(found).toMatchObject({ verdict: 'holds', problems: [] })
    expect(found.faultsByOperation?.['rmdir']).toEqual({ EBUSY: expect.any(Number) })
  },
)
