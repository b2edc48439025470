import { parseArgs } from 'node:util'
import { UsageError } from '../model/errors.ts'
import { nearestOf } from '../model/nearest.ts'
import { options, type Option } from '../settings/options.ts'
import type { RunOptions } from '../settings/schema.ts'

export interface Arguments {
  readonly command: string | undefined
  readonly operands: readonly string[]
  readonly options: RunOptions
  readonly help: boolean
  readonly version: boolean
}

/**
 * Takes a command line apart.
 *
 * @throws UsageError naming an option that there is not, or one with a value too many or too few.
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const table = Object.entries(options) as [string, Option][]
  const parsed = tryParse(() =>
    parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: true,
      // What a configuration file switches on can be switched off: --no-isolate.
      allowNegative: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        ...Object.fromEntries(
          table.map(([, { flag, value, repeatable = false }]) => [
            flag,
            { type: value === undefined ? 'boolean' : 'string', multiple: repeatable } as const,
          ]),
        ),
      },
    }),
  )
  const { help = false, version = false, ...values } = parsed.values as Record<string, unknown>
  const [command, ...operands] = parsed.positionals
  const given = table.map(([key, { flag }]) => [key, values[flag]]).filter(([, value]) => value !== undefined)
  return {
    command,
    operands,
    options: Object.fromEntries(given) as RunOptions,
    help: help === true,
    version: version === true,
  }
}

function tryParse<T>(parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    // The first sentence names the option; what follows is about Node's own parser.
    const [sentence = ''] = (error as Error).message.split(/\. |\n/)
    throw new UsageError(`${sentence.replace(/\.$/, '')}; ${meantBy(sentence)}see onewriter --help`)
  }
}

/** What an unknown option may stand for, before what else the message says. */
function meantBy(sentence: string): string {
  const [, name = ''] = /^Unknown option '--?(.+)'$/.exec(sentence) ?? []
  const flags = [...Object.values(options).map(({ flag }) => flag), 'help', 'version']
  const [negation = ''] = /^no-/.exec(name) ?? []
  const nearest = nearestOf(name.slice(negation.length), flags)
  return nearest === null ? '' : `did you mean --${negation}${nearest}? `
}
