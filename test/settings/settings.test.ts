import { expect, test } from 'vitest'
import { UsageError } from '../../harness/model/errors.ts'
import type { RunOptions } from '../../harness/settings/schema.ts'
import { checkOptions } from '../../harness/settings/settings.ts'

test('defaults', () => {
  const { settings, reporters } = checkOptions({})
  expect(settings).toMatchObject({
    maxTimeMillis: 60_000,
    strategy: 'portfolio',
    faults: null,
    oracle: null,
    control: 'auto',
    samePid: false,
    isolate: false,
    predict: true,
    bail: 1,
    outputDir: '.onewriter',
    shard: { index: 1, count: 1 },
    runtime: process.execPath,
  })
  expect(settings.writers).toBeUndefined()
  expect(Number.isInteger(settings.seed)).toBe(true)
  expect(reporters).toBeNull()
})

test.each<[RunOptions, object]>([
  [{ writers: '4' }, { writers: 4 }],
  [
    { writers: 64, calls: 1000, sessions: 10, readers: 0 },
    { writers: 64, readers: 0 },
  ],
  [{ maxTime: '500ms' }, { maxTimeMillis: 500 }],
  [{ maxTime: '1.5s' }, { maxTimeMillis: 1500 }],
  [{ maxTime: '2m' }, { maxTimeMillis: 120_000 }],
  [{ maxTime: '1h' }, { maxTimeMillis: 3_600_000 }],
  [{ maxTime: 250 }, { maxTimeMillis: 250 }],
  [{ seed: '0' }, { seed: 0 }],
  [{ bail: '0' }, { bail: 0 }],
  [{ shard: '2/3' }, { shard: { index: 2, count: 3 } }],
  [{ oracle: 'parses, no-litter' }, { oracle: ['parses', 'no-litter'] }],
  [{ faults: 'none' }, { faults: [] }],
  [{ faults: ['kill', 'errno'] }, { faults: ['kill', 'errno'] }],
  [{ faults: 'kill,power-loss:ext4' }, { faults: ['kill', 'power-loss:ext4'] }],
  [{ faults: 'errno:ENOSPC' }, { faults: ['errno:ENOSPC'] }],
  [
    { faults: 'errno:ENOSPC,EIO,errno:EPERM,kill' },
    { faults: ['errno:ENOSPC', 'errno:EIO', 'errno:EPERM', 'kill'] },
  ],
  [{ faults: ['errno:EIO', 'EINTR'] }, { faults: ['errno:EIO', 'errno:EINTR'] }],
  [{ writers: undefined }, { bail: 1 }],
])('%j is understood', (options, expected) => {
  expect(checkOptions(options).settings).toMatchObject(expected)
})

test.each<[string, unknown, string]>([
  ['writers', '0', '--writers=0: expected a whole number from 1 to 64'],
  ['writers', '65', '--writers=65: expected a whole number from 1 to 64'],
  ['writers', 1.5, '--writers=1.5: expected a whole number from 1 to 64'],
  ['writers', 'many', '--writers=many: expected a whole number'],
  ['readers', '-1', '--readers=-1: expected a whole number from 0'],
  ['seed', '-1', '--seed=-1: expected a whole number from 0'],
  ['executions', '0', '--executions=0: expected a whole number of at least 1'],
  ['maxTime', '30', '--max-time=30: expected a time such as 500ms'],
  ['maxTime', '0s', '--max-time=0s: expected a time'],
  ['maxTime', 0, '--max-time=0: expected a time'],
  ['shard', '0/2', '--shard=0/2: expected i/n with i from 1 to n'],
  ['shard', '3/2', '--shard=3/2: expected i/n with i from 1 to n'],
  ['oracle', 'parse', '--oracle=parse: expected a list of parses, one-writer'],
  ['oracle', '', '--oracle=: expected a list of'],
  ['strategy', 'luck', '--strategy=luck: expected one of portfolio'],
  ['faults', 'fire', '--faults=fire: expected a list of kill'],
  ['faults', 'power-loss:ntfs', '--faults=power-loss:ntfs: expected a list of kill'],
  ['faults', 'errno:ENOENT', '--faults=errno:ENOENT: expected a list of kill'],
  ['faults', 'errno:EIO,ENOENT', 'CODE is one of EACCES, EBUSY,'],
  ['faults', 'ENOSPC', '--faults=ENOSPC: expected a list of kill'],
  ['dir', '', '--dir=: expected a directory'],
  ['writer', 3, 'unknown option `writer`; did you mean `writers`?'],
])('%s=%s is refused', (key, value, message) => {
  const check = () => checkOptions({ [key]: value })
  expect(check).toThrow(UsageError)
  expect(check).toThrow(message)
})

test('functions name options as they are named there', () => {
  const check = () => checkOptions({ oracle: ['prases'] as never }, { spelling: 'key' })
  expect(check).toThrow('oracle=["prases"]: expected a list of parses')
})
