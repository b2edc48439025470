import { parseArgs, type ParseArgsConfig } from 'node:util'

/** The options that a script was called with; with others, the process ends and says so. */
export function optionsOf<T extends NonNullable<ParseArgsConfig['options']>>(
  options: T,
): ReturnType<typeof parseArgs<{ options: T }>>['values'] {
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return refuse((error as Error).message.split(/\. |\n/)[0] ?? '')
  }
}

/** The number that an option was given. */
export function numberOf(option: string, text: string): number {
  return /^\d+$/.test(text) ? Number(text) : refuse(`${option}=${text}: expected a whole number`)
}

/** The names that were given, each of which has to be known; all where none was given. */
export function chosenOf(given: readonly string[], known: readonly string[]): readonly string[] {
  const unknown = given.find((name) => !known.includes(name))
  if (unknown !== undefined) return refuse(`${unknown}: expected one of ${known.join(', ')}`)
  return given.length > 0 ? given : known
}

function refuse(message: string): never {
  console.error(message)
  process.exit(2)
}
