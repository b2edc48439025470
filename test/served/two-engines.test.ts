import path from 'node:path'
import { expect, test } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { compared, searchedBy } from '../../scripts/proof/two-engines.ts'
import { root } from '../support/cli.ts'

const why = whyNotServed()
const tests = path.join(root, 'test')

test.runIf(why !== null)(`one engine alone is there: ${why}`, () => {
  expect(why).not.toBe('')
})

test.runIf(why === null).each(compared.filter(({ isShort }) => isShort))(
  '$target, $operation: interposed and served come to the same, by the same states',
  async (each) => {
    const interposed = await searchedBy('interposed', each, tests)
    const served = await searchedBy('served', each, tests)
    expect(served.found).toEqual(interposed.found)
    expect(served.steps).toEqual(interposed.steps)
    expect(served.states).toBe(interposed.states)
  },
)
