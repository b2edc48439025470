import { expect, test } from 'vitest'
import { exploreHere } from '../support/explore-here.ts'
import { correct } from '../support/targets.ts'

test.each([1, 2, 3])(
  'few samples strike nearly every operation of a long call by nearly every error (seed %i)',
  async (seed) => {
    const options = { faults: ['errno'], seed, executions: 160 }
    const found = await exploreHere(correct('keeps-a-backup'), options)
    expect(found).toMatchObject({ verdict: 'holds', executions: 160, problems: [] })
    const pairs = Object.values(found.faultsByOperation ?? {}).flatMap(Object.keys)
    expect(pairs.length).toBeGreaterThanOrEqual(50)
    // What is met late, and only where there is an old file.
    for (const late of ['chmod', 'chown', 'fsync', 'link', 'rename', 'unlink'])
      expect(found.faultsByOperation).toHaveProperty(late)
  },
)
