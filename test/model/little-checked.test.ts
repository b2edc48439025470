import { expect, test } from 'vitest'
import { littleChecked } from '../../harness/model/little-checked.ts'
import type { Result } from '../../harness/model/result.ts'
import { holds, result, unsettled } from '../support/result.ts'

const race = { rounds: 300, overlappingRounds: 250, startSkewMicros: { p50: 1, p99: 2 } }
const space = { writers: 2, calls: 1, sessions: 1, executions: 3, states: 9, faults: [] }
const ample: Result = {
  ...result,
  command: 'check',
  ...holds,
  race,
  faults: { kill: 10, errno: 400 },
}

test('a check with enough of everything has nothing to say', () => {
  expect(littleChecked(ample)).toEqual([])
})

test('a race that hardly overlapped, or that never took place, is little', () => {
  expect(littleChecked({ ...ample, race: { ...race, overlappingRounds: 99 } })).toEqual([
    '99 rounds of 300 in the race overlapped, fewer than 100: raise --max-time',
  ])
  const { race: _, ...unraced } = ample
  expect(littleChecked(unraced)).toEqual(['no race took place: raise --max-time'])
  expect(littleChecked({ ...ample, race: { ...race, overlappingRounds: 0, isAlone: true } })).toEqual([])
})

test('a kind of fault that hardly struck is little, unless it was searched completely', () => {
  const rare = { ...ample, faults: { kill: 9, errno: 0 } }
  expect(littleChecked(rare)).toEqual([
    'kill struck 9 times, fewer than 10: raise --max-time',
    'errno struck 0 times, fewer than 10: raise --max-time',
  ])
  expect(littleChecked({ ...rare, exhausted: [{ ...space, faults: ['kill', 'errno'] }] })).toEqual([])
})

test('it is said of a check that holds, and of nothing else', () => {
  const little = { ...ample, faults: { kill: 0 } }
  for (const other of [result, unsettled])
    expect(littleChecked({ ...other, command: 'check', faults: { kill: 0 } })).toEqual([])
  expect(littleChecked({ ...little, command: 'explore' })).toEqual([])
})
