import { UsageError } from '../model/errors.ts'
import { options, type CommandName, type Option } from './options.ts'

/** How a refusal names options: as they are typed on the command line, or by their names in the API. */
export type Spelling = 'flag' | 'key'

/**
 * Refuses what a command would ignore. What a configuration file says is for all commands, and is not given here.
 *
 * @param given by name, what the command itself was given; an option that is undefined is not there
 * @throws UsageError naming the first option that the command does not read.
 */
export function assertRead(command: CommandName, given: object, spelling: Spelling = 'flag'): void {
  const key = Object.keys(given).find(
    (each) => (given as Record<string, unknown>)[each] !== undefined && !isRead(command, each, spelling),
  )
  const option = key === undefined ? undefined : tableOf(key)
  if (key === undefined || !option) return
  const readers = option.readBy.filter((name) => spelling === 'flag' || isRead(name, key, spelling))
  const who = spelling === 'flag' ? command : `${command}()`
  const what = spelling === 'flag' ? `--${option.flag}` : `\`${key}\``
  const where =
    readers.length === 0 ? 'only the command line does' : `expected it with ${listed(readers)} alone`
  throw new UsageError(`${who} does not read ${what}; ${where}`)
}

function isRead(command: CommandName, key: string, spelling: Spelling): boolean {
  const option = tableOf(key)
  // What is no option at all is refused by the schema.
  if (!option) return true
  // Functions return their result: nothing is reported, no test is written, and who calls one wants it to run.
  const isFunction = command !== 'regress' && key !== 'reporter' && key !== 'changed'
  return option.readBy.includes(command) && (spelling === 'flag' || isFunction)
}

function tableOf(key: string): Option | undefined {
  return Object.hasOwn(options, key) ? options[key as keyof typeof options] : undefined
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
