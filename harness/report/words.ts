import { count } from '../model/count.ts'
import type { Exhausted, Problem, Result, ShrinkBound, Violation } from '../model/result.ts'
import { isReader } from '../model/workload.ts'
import { columns } from './columns.ts'
import { plain } from './paint.ts'
import { printableLine } from '../model/printable.ts'

const bounds: Readonly<Record<ShrinkBound, string>> = {
  time: 'a smaller one is not ruled out: the time was over',
  executions: 'a smaller one is not ruled out: a smaller workload has too many interleavings',
  images: 'a smaller one is not ruled out: a power loss may leave more than was looked at',
  crash: 'a smaller one is not ruled out: a smaller workload could not be searched to its end',
  'other-fault': 'other or fewer faults may do as well',
  'not-seen-again': 'a smaller one was found, and not seen again in fresh processes',
}

/** How large a counterexample is, how often it was seen again, and why it may not be the smallest. */
export function sizeOf(violation: Violation): string {
  const { writers, calls, steps, switches, minimal, bound, reproduced, counterexample } = violation
  // A total, where sizes that are searched are told by writer.
  const readers = counterexample?.workload.writers.filter(isReader) ?? []
  const loads = readers.flat().length
  const [writing, made] = [writers - readers.length, calls - loads]
  const size = [count(writing, 'writer'), count(made, 'call') + (writing > 1 && made > 1 ? ' in all' : '')]
  if (loads > 0) size.push(count(loads, 'load'))
  if (steps > 0) size.push(count(steps, 'step'), count(switches, 'switch', 'switches'))
  const isReplayed = steps > 0 || counterexample !== null
  const where = isReplayed ? 'replays, each in fresh processes' : 'rounds'
  // What is shrunk was seen again; where nothing was, a race keeps what it has found.
  const raced = reproduced.times === 0 ? 'as found: ' : 'shrunk to '
  const how = minimal ? 'minimal: ' : isReplayed ? '' : raced
  const again = reproduced.of === 0 ? '' : `; seen again in ${reproduced.times} of ${reproduced.of} ${where}`
  const why = bound === undefined ? '' : `; ${bounds[bound]}`
  return `${how}${size.join(', ')}${again}${why}`
}

/** What else an execution breaks, a line an oracle, behind a line that says so; none where that is nothing. */
export function alsoLines({ counterexample }: Violation): string[] {
  const also = counterexample?.also ?? []
  if (also.length === 0) return []
  const width = Math.max(...also.map(({ oracle }) => oracle.length))
  return [
    'in the same execution:',
    ...also.map(({ oracle, message }) => `  ${oracle.padEnd(width)}  ${printableLine(message)}`),
  ]
}

const whereToRead =
  'of commandTarget({ … }) or defineTarget({ … }); fileWriter takes none, and defineTarget stands in for it:'

/** Where it applies, what a violation may well come from, if it is not the writer that is wrong; and what to write then. */
const hints: readonly [applies: (violation: Violation) => boolean, ...lines: string[]][] = [
  [
    isReformatted,
    `the file says what a call was given, in a format of its own. If that is right, the target needs a \`read\` that returns the document. It is an option ${whereToRead}`,
    "  read: (bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')),",
  ],
  [
    isSingleCall,
    `one call alone wrote this. If it is right, and only in a format of its own, the target needs a \`read\` that returns the document, by whatever reads this format. It is an option ${whereToRead}`,
    "  read: (bytes) => parseMyFormat(Buffer.from(bytes).toString('utf8')),",
  ],
  [
    isAllowedByPosix,
    'POSIX allows this. A file system may promise more: --faults=power-loss:ext4 asks under ext4 alone',
  ],
]

export function hintLines(violation: Violation): string[] {
  const { withoutSchedule } = violation
  return [
    ...(withoutSchedule === undefined ? [] : [printableLine(withoutSchedule)]),
    ...hints.flatMap(([applies, ...lines]) => (applies(violation) ? lines : [])),
  ]
}

function isReformatted({ signature }: Violation): boolean {
  return signature === 'one-writer/reformatted'
}

function isSingleCall(violation: Violation): boolean {
  const { oracle, writers, calls, counterexample } = violation
  // Nothing strikes in a race.
  const isStruck = counterexample?.schedule.some(({ fault }) => fault) ?? false
  return oracle === 'one-writer' && writers === 1 && calls === 1 && !isStruck && !isReformatted(violation)
}

function isAllowedByPosix({ counterexample }: Violation): boolean {
  const schedule = counterexample?.schedule ?? []
  return schedule.some(({ fault }) => fault?.kind === 'power-loss' && fault.model === 'posix')
}

/** The command that carries a saved violation out again. */
export function replayCommand(replayFile: string): string {
  return `npx onewriter replay ${quoted(printableLine(replayFile))}`
}

/** The command that asks anew whether a target holds. */
export function checkCommand(target: string): string {
  return `npx onewriter check ${quoted(printableLine(target))}`
}

/** Long enough for most small sizes, and no promise. */
const searchTime = '10m'

/** The command that searches one size, and does nothing else. */
export function exhaustCommand(
  {
    targetPath,
    control,
    oracles,
    notAsked = [],
    startOptions = [],
  }: Pick<Result, 'targetPath' | 'control' | 'oracles' | 'notAsked' | 'startOptions'>,
  { writers, calls, sessions, faults, faultsAtOnce }: Exhausted,
): string {
  const options = [
    `--writers=${writers} --calls=${calls} --sessions=${sessions}`,
    ...(faults.length > 0 ? [`--faults=${faults.join(',')}`] : []),
    ...(faultsAtOnce === undefined ? [] : [`--faults-at-once=${faultsAtOnce}`]),
    ...(notAsked.length > 0 ? [`--oracle=${Object.keys(oracles).join(',')}`] : []),
    ...(control === 'served' ? ['--control=served'] : []),
    ...startOptions.map((option) => quoted(printableLine(option))),
    `--strategy=exhaustive --max-time=${searchTime}`,
  ]
  return `npx onewriter explore ${quoted(printableLine(targetPath))} ${options.join(' ')}`
}

/** As a shell takes it for one word. */
export function quoted(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** A violation in plain text: what is wrong, how it came about, what to type. */
export function violationText(violation: Violation): string {
  const { message, replayFile, counterexample } = violation
  return [
    message,
    sizeOf(violation),
    ...alsoLines(violation),
    ...hintLines(violation),
    ...(counterexample ? ['', columns(counterexample, plain)] : []),
    ...(replayFile === null ? [] : [replayCommand(replayFile)]),
  ].join('\n')
}

/** A problem in plain text, with the steps up to there, and what its process printed. */
export function problemText({ message, stderr, course }: Problem): string {
  const steps = course ? ['', columns(course, plain)] : []
  return [message, ...steps, ...(stderr === '' ? [] : [stderr])].join('\n')
}
