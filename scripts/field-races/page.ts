import type { Conditions, Figures } from './kept.ts'
import { methods, type Found } from './measure.ts'
import type { FieldRace } from './races.ts'
import {
  allRounds,
  meanOf,
  medianOf,
  medianToFind,
  oursOf,
  ratioOf,
  reproducedOf,
  shareFound,
  wanted,
} from './statistics.ts'

/** Where the page is, relative to the root. */
export const page = 'docs/field-races.md'

export interface Measured extends Figures {
  readonly race: FieldRace
}

export interface Asked extends Conditions {
  readonly seeds: number
}

/** The whole page. */
export function renderPage(rows: readonly Measured[], { seeds, maxSeconds, cores }: Asked): string {
  const late = rows.filter((row) => ratioOf(row) < wanted)
  return `# Field races

After this page you know how soon each way of testing shows ${rows.length} defects that were reported in public. \`npm run field-races\` measures it anew and writes this page.

The words *writer*, *session*, *document*, *call* and *acknowledged* are explained in [the index](README.md).

Each defect is the mechanism of a report, rewritten: none of the original's code is in it. Each has a broken and a right version in \`test/field-races\` or \`test/reports\`. Those in Python, shell or Perl are held by [a file system of the harness's own](any-program.md).

**How it was measured.** ${seeds === 1 ? 'One seed' : `${seeds} seeds`}, each run within ${maxSeconds} s, on ${cores} cores that other work shared. No faults are injected. A cell is the median of the executions up to the first failure, and of the seconds up to there. Those of the strategies leave out the start of the command and the first load of the target. \`–\` means that no run found it. \`1 of 2\` says how many did, where not all of them did.

- *plain loop* is what people write today: in one process, two users of the code with two calls each, all at once, again and again, each time in an empty directory. Beside them a reader looks whenever it has its turn. The end is compared with every order of the calls. A loop starts no process, so its seconds are those of its rounds alone.
- *race*, *check* and the strategies of *explore* run as they do without options. What a search only [foretells](how-it-works.md#foretelling) is not counted as an execution, and takes its time all the same.
- *replayed* is how many of the replays of what \`check\` found showed it again, each in fresh processes.
- *sooner* compares the plain loop with the better of *explore* (its portfolio) and *check*, in executions. Where most loops found nothing, all rounds of all loops count, divided by the failures among them; without any failure the figure is a least one, as \`>\`.

| defect | report | written in | ${methods.join(' | ')} | replayed | sooner |
|---|---|---|${'---|'.repeat(methods.length + 2)}
${rows.map(rowOf).join('\n')}

${rows.length - late.length} of ${rows.length} are found at least ${wanted} times sooner. The others:

${late.map((row) => `- \`${row.race.name}\`: ${whyNot(row)}`).join('\n')}

${accusations(rows)}

## Beside what others have published

These are the defects of NodeRacer and NACD that are about files. [andreendo/nacd](https://github.com/andreendo/nacd) publishes which share of 100 runs shows each of them, as medians: that is their reproduction ratio. Their means over all defects are 7 % for Node.fz, 43 % for NodeRacer and 61 % for NACD. Those tools run the original projects, with their tests. Here the mechanism alone is run, so the figures stand beside each other, and no more than that.

| defect | Node.fz | NodeRacer | NACD | plain loop, share of rounds | explore, share of 100 executions drawn at random | explore, share of runs that found it within ${maxSeconds} s | replayed |
|---|---|---|---|---|---|---|---|
${published(rows).join('\n')}
`
}

function rowOf(row: Measured): string {
  const { race, found } = row
  const cells = methods.map((method) => cellOf(found[method]))
  const end = `${percent(reproducedOf(found.check))} | ${sooner(row)}`
  return `| \`${race.name}\` | ${race.report} | ${race.language} | ${cells.join(' | ')} | ${end} |`
}

function cellOf(all: readonly Found[]): string {
  const found = all.filter(({ executions }) => executions !== null)
  if (found.length === 0) return '–'
  const executions = medianOf(found.map((each) => each.executions ?? 0))
  const seconds = medianOf(found.map((each) => each.seconds))
  const some = found.length === all.length ? '' : `, ${found.length} of ${all.length}`
  return `${round(executions)} (${seconds.toFixed(1)} s${some})`
}

function sooner(row: Measured): string {
  const isSeen = shareFound(row.found['plain loop']) > 0
  const ratio = ratioOf(row)
  if (ratio === 0) return '–'
  return `${isSeen ? '' : '> '}${ratio < 10 ? ratio.toFixed(1) : round(ratio)} ×`
}

function whyNot({ found }: Measured): string {
  const loop = found['plain loop']
  const [plain, ours] = [medianToFind(loop), oursOf({ found })]
  if (!Number.isFinite(ours)) return 'fewer than half of the runs found it within the budget.'
  const here = `it takes ${round(ours)} here`
  if (Number.isFinite(plain)) {
    const why = plain < wanted ? `, so nothing can be ${wanted} times sooner` : ''
    return `a plain loop shows it in round ${round(plain)}${why}; ${here}.`
  }
  const { rounds, failures } = allRounds(loop)
  return `all plain loops together came to ${round(rounds)} rounds, of which ${round(failures)} failed; ${here}.`
}

function accusations(rows: readonly Measured[]): string {
  const accused = rows.flatMap(({ race, accused: of }) => (typeof of === 'string' ? `\`${race.name}\`` : []))
  return accused.length === 0
    ? 'No right version is accused by the check that finds its broken one.'
    : `The right versions of these are accused, which is a defect of the harness or of the version: ${accused.join(', ')}.`
}

function published(rows: readonly Measured[]): string[] {
  const among = rows.filter(({ race }) => race.published)
  const figures = among.map(({ race, found, shares }) => [
    race.published?.nodeFz,
    race.published?.nodeRacer,
    race.published?.nacd,
    reproducedOf(found['plain loop']),
    meanOf(shares),
    shareFound(found.portfolio),
    reproducedOf(found.check),
  ])
  const means = (figures[0] ?? []).map((_, column) =>
    meanOf(figures.flatMap((figure) => figure[column] ?? [])),
  )
  const lines = figures.map((figure, index) => lineOf(`\`${among[index]?.race.name}\``, figure))
  return [...lines, lineOf('mean', means)]
}

function lineOf(name: string, figures: readonly (number | undefined)[]): string {
  return `| ${name} | ${figures.map(percent).join(' | ')} |`
}

function round(number: number): string {
  return Math.round(number).toLocaleString('en')
}

function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`
}
