import * as v from 'valibot'
import { UsageError } from '../model/errors.ts'
import type { Settings } from '../model/settings.ts'
import { flagOf } from './options.ts'
import { settingsSchema, type RunOptions } from './schema.ts'

const defaultMaxTimeMillis = 60_000

/** The options as checked settings, beside the reporters that were asked for. */
export interface Checked {
  readonly settings: Settings
  readonly reporters: readonly string[] | null
}

/**
 * Checks options, whether they come from the command line, a configuration file or the API.
 *
 * @throws UsageError naming the first option that is wrong, as it is typed on the command line.
 */
export function checkOptions(options: RunOptions): Checked {
  // An option that is there but undefined is an option that is not there.
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const parsed = v.safeParse(settingsSchema, given)
  if (!parsed.success) throw new UsageError(messageOf(parsed.issues[0]))
  const { maxTime, reporter, faults, oracle, ...rest } = parsed.output
  return {
    settings: {
      ...rest,
      maxTimeMillis: maxTime ?? defaultMaxTimeMillis,
      faults: faults ?? null,
      oracle: oracle ?? null,
    },
    reporters: reporter ?? null,
  }
}

function messageOf(issue: v.InferIssue<typeof settingsSchema>): string {
  const [place] = issue.path ?? []
  const key = typeof place?.key === 'string' ? place.key : ''
  if (issue.type === 'strict_object') return `unknown option \`${key}\`; see onewriter --help`
  return `${flagOf(key)}=${String(place?.value)}: ${issue.message}`
}
