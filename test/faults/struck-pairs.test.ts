import { expect, test } from 'vitest'
import { explore } from '../../harness/engine/explore/explore.ts'
import { checkOptions } from '../../harness/settings/settings.ts'
import { correct } from '../support/targets.ts'

test.each([1, 2, 3])(
  'few samples strike nearly every operation of a long call by nearly every error (seed %i)',
  async (seed) => {
    const { settings } = checkOptions({ faults: ['errno'], seed, executions: 160, maxTime: '10m' })
    const found = await explore(correct('keeps-a-backup'), settings, {}, { cores: 1 })
    expect(found).toMatchObject({ verdict: 'holds', executions: 160, problems: [] })
    const pairs = Object.values(found.faultsByOperation ?? {}).flatMap(Object.keys)
    expect(pairs.length).toBeGreaterThanOrEqual(50)
    // What is met late, and only where there is an old file.
    for (const late of ['chmod', 'chown', 'fsync', 'link', 'rename', 'unlink'])
      expect(found.faultsByOperation).toHaveProperty(late)
  },
)
