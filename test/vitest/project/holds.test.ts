import { expectHolds } from 'onewriter/vitest'
import { expect, test } from 'vitest'

const correct = '../../targets/write-file-atomic.ts'
const brief = { writers: 2, executions: 8, maxTime: '20s', seed: 1 }

test('a correct writer', () => expectHolds(correct, brief), 60_000)

test('a wrong one', () => expectHolds('../../known-bad/in-place.ts', { ...brief, oracle: 'parses' }), 60_000)

test('one that crashes', () => expectHolds('../../fixtures/aborts.ts', brief), 60_000)

test('a wrong option', () => expectHolds(correct, { writers: 0 }))

test('a budget beyond the timeout', () => expectHolds(correct, { ...brief, maxTime: '2m' }), 40_000)

test('another language', () => expectHolds('../../fixtures/shell-by-rename.ts', brief), 60_000)

test.concurrent('told its context', async (context) => {
  await expect(expectHolds('nowhere.ts', {}, context)).rejects.toThrow('no such file')
})
