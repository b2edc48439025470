import path from 'node:path'
import { check } from '../../../harness/engine/check/check.ts'
import { explore } from '../../../harness/engine/explore/explore.ts'
import { replay } from '../../../harness/engine/explore/replay.ts'
import type { Result } from '../../../harness/model/result.ts'
import { checkOptions } from '../../../harness/settings/settings.ts'
import { inEachLanguage, targetOf } from '../../bench/served/programs.ts'

/** Writers of a file, by whether they are right, in each language. */
const programs = { 'in-place': false, 'fixed-name': false, 'own-name': true, locked: true } as const
/** The file that is locked stays, and is no litter. */
const oracles = ['parses', 'one-writer', 'reads-whole', 'not-stale'] as const

export interface LanguagesOptions {
  readonly scratch: string
  /** Of each violation. */
  readonly replays: number
  readonly seed: number
}
type Row = (isGood: boolean, what: string, figure: string) => void

/** That wrong writers are found and replayed whatever they are written in, and that right ones are exhausted. */
export async function holdLanguages({ scratch, replays, seed }: LanguagesOptions, row: Row): Promise<void> {
  for (const [program, isRight] of Object.entries(programs))
    for (const [language, argv] of inEachLanguage(program, scratch)) {
      const target = targetOf(scratch, `${program}-${language}`, argv, oracles)
      const what = `${language}, ${program}`
      if (isRight) await exhaust(target, what, seed, row)
      else await find(target, what, { scratch, replays, seed }, row)
    }
}

async function find(target: string, what: string, { scratch, replays, seed }: LanguagesOptions, row: Row) {
  const outputDir = path.join(scratch, 'found')
  const result = await check(target, checkOptions({ seed, outputDir }).settings)
  const [violation] = result.violations
  if (!violation?.replayFile) return row(false, what, wordsOf(result))
  const { times, divergence, problem } = await replay(
    violation.replayFile,
    checkOptions({ times: replays }).settings,
  )
  const size = `${violation.minimal ? 'minimal' : 'not minimal'}, ${violation.steps} steps`
  const sooner = secondsOf(result.firstViolation?.elapsedMs ?? 0)
  const figure = `${violation.oracle} after ${sooner} of ${secondsOf(result.elapsedMs)}, ${size}, replayed ${times} of ${replays}`
  row(violation.minimal && times === replays, what, [figure, divergence, problem].filter(Boolean).join('; '))
}

async function exhaust(target: string, what: string, seed: number, row: Row) {
  const sizes = { writers: 2, calls: 1, sessions: 1, strategy: 'exhaustive', maxTime: '10m' } as const
  const result = await explore(target, checkOptions({ seed, ...sizes }).settings)
  const [space] = result.exhausted
  const states = space ? `exhausted with ${space.states} states in ${secondsOf(result.elapsedMs)}` : ''
  row(result.verdict === 'holds' && space !== undefined, what, `${wordsOf(result)} ${states}`)
}

function wordsOf({ verdict, problems }: Result): string {
  return [verdict, ...problems.map(({ message }) => message)].join('; ')
}

function secondsOf(millis: number): string {
  return `${(millis / 1000).toFixed(1)} s`
}
