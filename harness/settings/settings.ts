import * as v from 'valibot'
import { UsageError } from '../model/errors.ts'
import type { RunnerName, Settings } from '../model/settings.ts'
import { nearestOf } from '../model/nearest.ts'
import type { Spelling } from './assert-read.ts'
import { flagOf, options as known } from './options.ts'
import { settingsSchema, type RunOptions } from './schema.ts'

/** What a command does where its user says nothing. */
export interface Defaults {
  readonly maxTimeMillis: number
  readonly bail: number
}

const usualDefaults: Defaults = { maxTimeMillis: 60_000, bail: 1 }

/** A soak goes on until it is stopped. */
export const soakDefaults: Defaults = { maxTimeMillis: Infinity, bail: 0 }

/** What `regress` alone reads. */
export interface Regression {
  readonly runner: RunnerName | null
  /** Where the test goes; null: beside the target. */
  readonly into: string | null
  /** Whether files that are there may be replaced. */
  readonly force: boolean
}

/** The options as checked settings, beside the reporters that were asked for. */
export interface Checked {
  readonly settings: Settings
  readonly reporters: readonly string[] | null
  /** A check is left out where nothing that its target is made of has changed since there; null: it never is. */
  readonly changedSince: string | null
  /** How a saved violation is to become a test. */
  readonly regression: Regression
  /** False where the seed was drawn, so that a soak may go on with its own. */
  readonly isSeedGiven: boolean
}

/**
 * Checks options, whether they come from the command line or the API.
 *
 * @param file path of a configuration that they come from, which messages then name
 * @param spelling how messages name options; default: as they are typed on the command line, or written in the file
 * @throws UsageError naming the first option that is wrong.
 */
export function checkOptions(
  options: RunOptions,
  {
    file,
    spelling = file === undefined ? 'flag' : 'key',
    defaults = usualDefaults,
  }: { file?: string; spelling?: Spelling; defaults?: Defaults } = {},
): Checked {
  // An option that is there but undefined is an option that is not there.
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const parsed = v.safeParse(settingsSchema, given)
  if (!parsed.success) throw new UsageError(messageOf(parsed.issues[0], { file, spelling }))
  const { maxTime, bail, reporter, faults, oracle, runner, into, force, changed, ...rest } = parsed.output
  return {
    settings: {
      ...rest,
      maxTimeMillis: maxTime ?? defaults.maxTimeMillis,
      bail: bail ?? defaults.bail,
      faults: faults ?? null,
      oracle: oracle ?? null,
    },
    reporters: reporter ?? null,
    changedSince: changed ?? null,
    regression: { runner: runner ?? null, into: into ?? null, force },
    isSeedGiven: given['seed'] !== undefined,
  }
}

function messageOf(
  issue: v.InferIssue<typeof settingsSchema>,
  { file, spelling }: { readonly file: string | undefined; readonly spelling: Spelling },
): string {
  const [place] = issue.path ?? []
  const key = typeof place?.key === 'string' ? place.key : ''
  const origin = file === undefined ? '' : `${file}: `
  if (issue.type === 'strict_object') {
    const nearest = nearestOf(key, Object.keys(known))
    const meant = nearest === null ? '' : `did you mean \`${nearest}\`? `
    return `${origin}unknown option \`${key}\`; ${meant}see onewriter --help`
  }
  return `${origin}${spelling === 'flag' ? flagOf(key) : key}=${shown(place?.value)}: ${issue.message}`
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value)
}
