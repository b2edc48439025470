import { expect, test } from 'vitest'
import { startedWith } from '../../harness/engine/explore/started-with.ts'

const usual = { samePid: false, isolate: false, predict: true, runtime: process.execPath }

test('what is as usual needs no option, and each other thing has its own', () => {
  expect(startedWith(usual)).toEqual([])
  const other = { samePid: true, isolate: true, predict: false, runtime: '/opt/bun' }
  expect(startedWith(other)).toEqual(['--same-pid', '--isolate', '--no-predict', '--runtime=/opt/bun'])
})
