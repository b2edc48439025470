import { commandTarget, defineTarget, fileAppender, fileUpdater, fileWriter } from 'onewriter'
import { expect, test } from 'vitest'

const open = () => ({ file: (session: string) => `${session}.json`, calls: { save() {} } })
const command = () => ['true']
const misspelt = { recovr() {} }

test.each<[string, () => unknown, string]>([
  [
    'defineTarget',
    () => defineTarget({ open, ...misspelt }),
    'defineTarget: unknown option `recovr`; expected name, open, read, load, specification, owns, recover, overlap, oracles',
  ],
  [
    'fileWriter',
    () => fileWriter(() => {}, { oracles: ['parses'], ...misspelt }),
    'fileWriter: unknown option `recovr`; expected name, oracles, owns, recover, overlap',
  ],
  [
    'fileUpdater',
    () => fileUpdater(() => {}, { oracles: ['parses'], ...misspelt }),
    'fileUpdater: unknown option `recovr`; expected name, oracles, owns, recover, overlap',
  ],
  [
    'fileAppender',
    () => fileAppender(() => {}, { oracles: ['parses'], ...misspelt }),
    'fileAppender: unknown option `recovr`; expected name, oracles, owns, recover, overlap',
  ],
  [
    'commandTarget',
    () => commandTarget({ command, ...misspelt }),
    'commandTarget: unknown option `recovr`; expected command, calls, input, file, read, load, specification, owns, recover, name, oracles, overlap',
  ],
])('%s refuses an option that it does not know', (_name, declare, message) => {
  expect(declare).toThrow(new TypeError(message))
})

test('every option that there is is taken', () => {
  const common = { name: 'a', oracles: ['parses'] } as const
  expect(defineTarget({ ...common, open, read: String, recover: () => {} })).toMatchObject(common)
  expect(fileWriter(() => {}, { ...common, recover: () => {} })).toMatchObject(common)
  const own = { ...common, read: String, recover: () => {}, input: 'stdin', file: () => 'a.json' } as const
  expect(commandTarget({ ...own, command })).toMatchObject(common)
  expect(commandTarget({ ...own, calls: { add: command } })).toMatchObject(common)
})
