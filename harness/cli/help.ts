import { options, type CommandName, type Option } from '../settings/options.ts'
import { commands } from './commands.ts'

const table: readonly Option[] = Object.values(options)

/** What `onewriter --help` prints. */
export function help(): string {
  return [
    'onewriter: can two processes, a crash or a fault break the files that your code saves?',
    '',
    ...Object.entries(commands).map(([name, { operand, summary }]) =>
      row(`onewriter ${name} ${operand ?? ''}`, summary),
    ),
    '',
    ...table.map(optionRow),
    '',
    'onewriter COMMAND --help shows the options of one command, with an example.',
    'exit codes: 0 holds · 1 violated · 2 usage · 3 inconclusive · 130 interrupted',
    '',
  ].join('\n')
}

/** What `onewriter COMMAND --help` prints: the options that it reads, and an example. */
export function helpOf(name: CommandName): string {
  const { operand, summary, example } = commands[name]
  const read = table.filter(({ readBy }) => readBy.includes(name))
  return [
    `onewriter ${operand === null ? name : `${name} ${operand}`}: ${summary}`,
    '',
    ...(read.length === 0 ? ['  It has no options.'] : read.map(optionRow)),
    '',
    'example:',
    `  onewriter ${example}`,
    '',
  ].join('\n')
}

function optionRow({ flag, value, isOn, help: text }: Option): string {
  return row(`--${isOn ? 'no-' : ''}${flag}${value === undefined ? '' : `=${value}`}`, text)
}

function row(left: string, right: string): string {
  return `  ${left.padEnd(26)} ${right}`
}
