import { options, type Option } from '../settings/options.ts'
import { commands } from './commands.ts'

/** What `onewriter --help` prints. */
export function help(): string {
  const table = Object.values(options) as Option[]
  return [
    'onewriter: can any interleaving, crash or fault leave a file that is not the complete output of one writer?',
    '',
    ...Object.entries(commands).map(([name, { operand, summary }]) =>
      row(`onewriter ${name} ${operand}`, summary),
    ),
    '',
    ...table.map(({ flag, value, help: text }) =>
      row(`--${flag}${value === undefined ? '' : `=${value}`}`, text),
    ),
    '',
    'exit codes: 0 holds · 1 violated · 2 usage · 3 inconclusive · 130 interrupted',
    '',
  ].join('\n')
}

function row(left: string, right: string): string {
  return `  ${left.padEnd(26)} ${right}`
}
