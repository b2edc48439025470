import { expect, test } from 'vitest'
import { helpOf } from '../../harness/cli/help.ts'
import { UsageError } from '../../harness/model/errors.ts'
import { assertRead } from '../../harness/settings/assert-read.ts'
import { commandNames, options, type CommandName, type Option } from '../../harness/settings/options.ts'

const table = Object.entries(options) as [string, Option][]

test.each<[CommandName, object, string]>([
  [
    'race',
    { strategy: 'exhaustive' },
    'race does not read --strategy; expected it with check, explore and soak alone',
  ],
  [
    'race',
    { seed: '1', faults: 'none' },
    'race does not read --faults; expected it with check, explore and soak alone',
  ],
  [
    'explore',
    { readers: '1' },
    'explore does not read --readers; expected it with check, race and soak alone',
  ],
  ['check', { times: '3' }, 'check does not read --times; expected it with replay alone'],
  [
    'replay',
    { maxTime: '5s' },
    'replay does not read --max-time; expected it with check, race, explore and soak alone',
  ],
  [
    'show',
    { outputDir: 'x' },
    'show does not read --output-dir; expected it with check, race, explore and soak alone',
  ],
  [
    'init',
    { reporter: ['json'] },
    'init does not read --reporter; expected it with check, race, explore, soak, show and merge alone',
  ],
])('%s with %j: %s', (command, given, message) => {
  expect(() => assertRead(command, given)).toThrow(UsageError)
  expect(() => assertRead(command, given)).toThrow(message)
})

test('functions name options as they are written there, and report nothing', () => {
  expect(() => assertRead('race', { strategy: 'pct' }, 'key')).toThrow(
    'race() does not read `strategy`; expected it with check, explore and soak alone',
  )
  expect(() => assertRead('check', { reporter: ['json'] }, 'key')).toThrow(
    'check() does not read `reporter`; only the command line does',
  )
})

test('what is read, not given, or no option at all passes: that is for others to say', () => {
  for (const [key, { readBy }] of table)
    for (const command of readBy) expect(() => assertRead(command, { [key]: '1' })).not.toThrow()
  expect(() => assertRead('race', { strategy: undefined, toString: '1', nonsense: 1 })).not.toThrow()
})

test('every command refuses what it does not read, and its help lists what it reads', () => {
  for (const command of commandNames)
    for (const [key, { flag, isOn, readBy }] of table) {
      const isListed = new RegExp(`^ {2}--${isOn ? 'no-' : ''}${flag}(=| |$)`, 'm').test(helpOf(command))
      expect([command, key, isListed]).toEqual([command, key, readBy.includes(command)])
      if (!isListed) expect(() => assertRead(command, { [key]: '1' })).toThrow(command)
    }
})
