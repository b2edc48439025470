import { expect, test } from 'vitest'
import { SampledWorkloads } from '../../harness/controller/search/sampled-workload.ts'
import { sessionsOf } from '../../harness/model/workload.ts'
import { growingSpaces } from '../../harness/workload/every-workload.ts'

const twoOf = (settings: Parameters<typeof growingSpaces>[0]) =>
  growingSpaces({ ...settings, sharesFile: true }).map(
    ({ writers, calls, sessions }) => `${writers} × ${calls} on ${sessions}`,
  )

test('where sessions share a file, the sizes that come first have two', () => {
  expect(twoOf({}).slice(0, 4)).toEqual(['2 × 1 on 2', '2 × 1 on 1', '2 × 2 on 2', '2 × 2 on 1'])
  expect(growingSpaces({})).toHaveLength(twoOf({}).length)
  expect(twoOf({ writers: 3 })[0]).toBe('3 × 1 on 2')
  expect(twoOf({ sessions: 1 })[0]).toBe('2 × 1 on 1')
  expect(twoOf({ writers: 5 })).toEqual(['5 × 1 on 2'])
})

test('the first samples have two as well', () => {
  const operations = ['set']
  const sessionsIn = (sharesFile: boolean) => {
    const workloads = new SampledWorkloads({ operations, sharesFile }, 1)
    const all = Array.from({ length: 40 }, (_, number) => workloads.of(6 * number))
    return all.filter((workload) => sessionsOf(workload).length === 2).length
  }
  expect(sessionsIn(false)).toBe(0)
  expect(sessionsIn(true)).toBeGreaterThan(10)
})
