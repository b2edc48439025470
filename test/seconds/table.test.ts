import { expect, test } from 'vitest'
import { renderSeconds } from '../../scripts/seconds/table.ts'

test('the table has a line for each target, and a median over those that every version has found', () => {
  const found = (seconds: number) => ({ seconds, oracle: 'parses' })
  const rows = [
    { name: 'in-place', outcomes: [found(5.21), found(1.44)] },
    { name: 'no-fsync', outcomes: [found(20), found(4)] },
    { name: 'new', outcomes: [null, found(9)] },
    { name: 'missed', outcomes: [found(7), { seconds: 60, oracle: null }] },
  ]
  expect(renderSeconds(rows).replaceAll(/ +/g, ' ').split('\n')).toEqual([
    'seconds to a violation before now',
    'in-place parses 5.2 parses 1.4',
    'no-fsync parses 20.0 parses 4.0',
    'new unknown parses 9.0',
    'missed parses 7.0 nothing found 60.0',
    'median of 2 12.6 2.7',
    '',
  ])
})
