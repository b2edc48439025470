import { options, type CommandName, type Option } from '../settings/options.ts'
import { commands } from './commands.ts'

const table: readonly Option[] = Object.values(options)

/** What `onewriter --help` prints. */
export function help(): string {
  return [
    'onewriter: can any interleaving, crash or fault leave a file that is not the complete output of one writer?',
    '',
    ...Object.entries(commands).map(([name, { operand, summary }]) =>
      row(`onewriter ${name} ${operand}`, summary),
    ),
    '',
    ...table.map(optionRow),
    '',
    'exit codes: 0 holds · 1 violated · 2 usage · 3 inconclusive · 130 interrupted',
    '',
  ].join('\n')
}

/** What `onewriter COMMAND --help` prints: the options that it reads. */
export function helpOf(name: CommandName): string {
  const { operand, summary } = commands[name]
  const read = table.filter(({ readBy }) => readBy.includes(name))
  return [
    `onewriter ${name} ${operand}: ${summary}`,
    '',
    ...(read.length === 0 ? ['  It has no options.'] : read.map(optionRow)),
    '',
  ].join('\n')
}

function optionRow({ flag, value, help: text }: Option): string {
  return row(`--${flag}${value === undefined ? '' : `=${value}`}`, text)
}

function row(left: string, right: string): string {
  return `  ${left.padEnd(26)} ${right}`
}
