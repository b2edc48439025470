import { expect, test } from 'vitest'
import { commands } from '../../harness/cli/commands.ts'
import { help, helpOf } from '../../harness/cli/help.ts'
import { commandNames, options, type Option } from '../../harness/settings/options.ts'

const table: readonly Option[] = Object.values(options)
const listedAs = ({ flag, isOn }: Option) => (isOn ? `no-${flag}` : flag)
const listed = (text: string) => [...text.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, flag]) => flag)

test.each(commandNames)('%s has its own options in its help, and an example that it reads', (name) => {
  const own = table.filter(({ readBy }) => readBy.includes(name)).map(listedAs)
  expect(listed(helpOf(name))).toEqual(own)
  const { example } = commands[name]
  expect(helpOf(name)).toContain(`  onewriter ${example}\n`)
  const [command, operand, ...given] = example.split(' ')
  expect(command).toBe(name)
  if (commands[name].operand === null) expect(operand).toBeUndefined()
  else expect(operand).not.toMatch(/^-/)
  for (const option of given) expect(own).toContain(/^--([a-z-]+)/.exec(option)?.[1])
})

test('help names every command and option once', () => {
  for (const name of commandNames)
    expect(help().match(new RegExp(`^ {2}onewriter ${name} `, 'gm'))).toHaveLength(1)
  expect(listed(help())).toEqual(table.map(listedAs))
})
