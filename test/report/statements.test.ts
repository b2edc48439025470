import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { mergeResults } from '../../harness/engine/merge.ts'
import { inconclusive } from '../../harness/model/conclude.ts'
import type {
  Exhausted,
  ExhaustedPart,
  RunFacts,
  Inconclusive,
  Result,
  Violated,
} from '../../harness/model/result.ts'
import { parseResult } from '../../harness/recording/result-schema.ts'
import { githubSummary } from '../../harness/report/github.ts'
import { reporters } from '../../harness/report/index.ts'
import { statementKinds, statementsOf } from '../../harness/report/statements/index.ts'
import { explored, holds, result } from '../support/result.ts'

const context = { colour: false, endedAt: new Date(0), workspacePath: '' }
const told = (name: string, of: Result) => reporters[name]?.(of, context) ?? ''
const textsOf = (of: Result) => statementsOf(of).map(({ text }) => text)

const space = { writers: 2, calls: 1, sessions: 1, faults: [] }
const awaited = { ...space, executions: 12, states: 7 }
const spaces: readonly Exhausted[] = [
  awaited,
  { ...awaited, calls: 2, unawaited: true },
  { ...awaited, faults: ['kill', 'errno'] },
  { ...awaited, faults: ['errno'], faultsAtOnce: 2 },
]

/** A run that has something to say of every kind. */
const whole: RunFacts & Inconclusive = {
  ...result,
  ...inconclusive(result.problems),
  command: 'check',
  control: 'interposed',
  executions: 1000,
  steps: 9000,
  oracles: { parses: 'holds', 'not-stale': 'not-checked' },
  leftOut: ['no-litter'],
  notAsked: ['reads-whole'],
  exhausted: spaces,
  unfinished: [
    { ...awaited, writers: 3, workloads: 1, of: 4, untried: 6, percent: 40 },
    { ...awaited, sessions: 2, faults: ['kill'], workloads: 0, of: 1, untried: 3, percent: 9 },
  ],
  race: { rounds: 30, executions: 30, overlappingRounds: 20, startSkewMicros: { p50: 10, p99: 20 } },
  faults: { kill: 3, errno: 60 },
  faultsByOperation: { rename: { EXDEV: 60, kill: 3 } },
  neverStruck: ['open EACCES', 'rename EPERM'],
  rejections: { calls: 3, first: "ENOENT: no such file or directory, rename 'a_b' -> <*c*>" },
  escapes: ['worker threads', 's1.json was changed without a step'],
  predicted: { executions: 340, checked: 50 },
  notChecked: ['faults: power-loss', 'free-running race (no time)'],
}
const violated: Violated = {
  verdict: 'violated',
  firstViolation: null,
  violations: [explored],
  problems: whole.problems,
}
const part = (exhausted: Exhausted, workloads: number): ExhaustedPart => ({ ...exhausted, workloads, of: 4 })
/** Searched to its end, where the kernel had decided some orders. */
const decided = {
  ...part({ writers: 2, calls: 1, sessions: 1, faults: [], executions: 4, states: 9 }, 0),
  untried: 0,
  percent: 80,
  keptWaiting: true as const,
}

const { notChecked: _notChecked, ...rest } = whole
const shared: Result = {
  ...rest,
  exhausted: [],
  unfinished: [],
  race: { rounds: 10, executions: 10, overlappingRounds: 6, startSkewMicros: { p50: 10, p99: 20 } },
  faults: { kill: 1, errno: 20 },
  executions: 333,
  rejections: { calls: 0, first: null },
  predicted: { executions: 113, checked: 16 },
  escapes: [],
}
const parts = (workloads: number, states: number) =>
  spaces.map((each) => part({ ...each, executions: 4, states }, workloads))

/** The same run on three machines. */
const shards: readonly Result[] = [
  { ...shared, shard: '1/3', parts: parts(1, 2) },
  {
    ...shared,
    shard: '2/3',
    parts: parts(1, 2),
    unfinished: [
      { ...awaited, writers: 3, executions: 2, states: 3, workloads: 1, of: 4, untried: 0, percent: 25 },
      { ...awaited, sessions: 2, faults: ['kill'], workloads: 0, of: 1, untried: 3, percent: 9 },
    ],
    rejections: { ...whole.rejections, calls: 1 },
    notChecked: whole.notChecked ?? [],
  },
  {
    ...shared,
    shard: '3/3',
    parts: parts(2, 3),
    unfinished: [
      { ...awaited, writers: 3, executions: 10, states: 4, workloads: 0, of: 4, untried: 6, percent: 15 },
    ],
    executions: 334,
    predicted: { executions: 114, checked: 18 },
    race: { rounds: 10, executions: 10, overlappingRounds: 8, startSkewMicros: { p50: 10, p99: 20 } },
    rejections: { ...whole.rejections, calls: 2 },
    escapes: whole.escapes,
  },
]

/** As `merge` reads what a shard's reporter has written. */
function readAgain(text: string): Result {
  const parsed = parseResult(JSON.parse(text))
  if ('wrong' in parsed) throw new Error(parsed.wrong)
  return parsed
}
const merged = mergeResults(
  Object.fromEntries(shards.map((shard) => [shard.shard, readAgain(told('json', shard))])),
)

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }

/** What a reader finds in each report, line by line. */
const readers: Readonly<Record<string, (of: Result) => readonly string[]>> = {
  terminal: (of) =>
    told('terminal', of)
      .split('\n')
      .map((line) => line.replace(/^[A-Z]+( so far)? {2}[^:]*: /, '').trim()),
  github: (of) =>
    told('github', of)
      .split('\n')
      .flatMap((line) => line.replace(/^::.*?::/, '').split('%0A'))
      .map((line) => line.replaceAll('%25', '%')),
  'job summary': (of) =>
    githubSummary(of)
      .split('\n')
      .map((line) => line.replace(/^- (⚠️ )?/, '').replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')),
  html: (of) =>
    [...told('html', of).matchAll(/<li[^>]*>(.*?)<\/li>/gs)].map(([, item = '']) =>
      item.replaceAll(/&([^;]+);/g, (_whole, name: string) => entities[name] ?? ''),
    ),
  junit: (of) => {
    const parser = new XMLParser({ htmlEntities: true, isArray: (name) => name === 'testcase' })
    const parsed = parser.parse(told('junit', of)) as {
      testsuites: { testsuite: { 'system-out': string } }
    }
    return parsed.testsuites.testsuite['system-out'].split('\n')
  },
  json: (of) => (JSON.parse(told('json', of)) as { statements: string[] }).statements,
  sarif: (of) =>
    (
      JSON.parse(told('sarif', of)) as {
        runs: { invocations: { toolExecutionNotifications: { message: { text: string } }[] }[] }[]
      }
    ).runs
      .flatMap(({ invocations }) => invocations)
      .flatMap(({ toolExecutionNotifications }) => toolExecutionNotifications)
      .map(({ message }) => message.text),
  'chrome-trace': (of) =>
    (JSON.parse(told('chrome-trace', of)) as { otherData: { statements: string[] } }).otherData.statements,
}

test.each(Object.entries(readers))('%s says all that the result claims, word for word', (_name, read) => {
  for (const of of [whole, { ...whole, ...violated }, { ...result, exhausted: spaces }]) {
    expect(read(of)).toEqual(expect.arrayContaining(textsOf(of)))
  }
})

test('every reporter is read here', () => {
  expect(Object.keys(readers)).toEqual(expect.arrayContaining(Object.keys(reporters)))
})

test('a merge of three shards claims what one run would have claimed', () => {
  expect(textsOf(merged)).toEqual(textsOf(whole))
  expect(textsOf(whole)).toMatchInlineSnapshot(`
    [
      "1000 executions in 1.2s: 970 controlled, 30 raced (66 % of them overlapping)",
      "exhausted: 2 writers, 1 call each, 1 session: 7 states in 12 executions",
      "exhausted: 2 writers, 2 calls each, some not awaited, 1 session: 7 states in 12 executions",
      "exhausted: 2 writers, 1 call each, 1 session, one fault (kill, errno) at every step: 7 states in 12 executions",
      "exhausted: 2 writers, 1 call each, 1 session, up to 2 faults (errno) at every step: 7 states in 12 executions",
      "searched on predictions: 50 of 340 foretold executions carried out to check them, without a difference (--no-predict carries all of them out)",
      "Every inequivalent interleaving of 2 writers × 1 call, 2 writers × 2 calls (some not awaited) of my-writer was checked: none breaks an oracle.",
      "not exhausted: about 40 % of 3 writers × 1 call on 1 session, about 9 % of 2 writers × 1 call on 2 sessions with one fault (kill); 14 states in 24 executions so far, 9 choices known to be left; raise --max-time or --executions, or search the first of these alone: npx onewriter explore test/my-writer.ts --writers=3 --calls=1 --sessions=1 --oracle=parses,not-stale --strategy=exhaustive --max-time=10m",
      "sampled: 922 executions beyond the exhausted sizes",
      "faults: 3 kill, 60 errno; never struck: open EACCES, rename EPERM",
      "not checked: faults: power-loss, free-running race (no time)",
      "left out by the target: no-litter",
      "left out by --oracle: reads-whole",
      "rejected: 3 calls although no fault struck, which alone is no violation (--oracle=calls-succeed makes it one); the first with: ENOENT: no such file or directory, rename 'a_b' -> <*c*>",
      "beyond control: worker threads, s1.json was changed without a step; judged in the race alone, in 30 rounds",
    ]
  `)
})

test('a certificate names a specification only where that was asked', () => {
  const specified: Result = { ...result, ...holds, specification: 'map', exhausted: spaces }
  const named = /was checked against its specification, map: none breaks an oracle/
  expect(textsOf({ ...specified, oracles: { linearizable: 'holds' } }).join('\n')).toMatch(named)
  expect(textsOf({ ...specified, oracles: { parses: 'holds' } }).join('\n')).not.toMatch(/specification/)
})

test('no field of a result is lost where results become one', () => {
  // A field that is new has to be named here, too.
  const kept: Required<Omit<RunFacts, 'parts'>> & Inconclusive = {
    ...(whole as Required<RunFacts> & Inconclusive),
    seen: { 'parses/foreign': 2 },
    continued: 'continued from x',
    commands: ['python'],
    startOptions: ['--same-pid'],
    freshProcesses: 'w1 step 1 (mkdir) led to two different states when it was carried out twice',
    notRepeated: 'w1 step 2 (write) led to two different states when it was carried out twice',
    emptyShard: true,
    interrupted: true,
  }
  const both = mergeResults({ a: kept })
  expect(Object.keys(both).toSorted()).toEqual(Object.keys(kept).toSorted())
  expect(both).toMatchObject(kept)
})

test('each kind of statement is made, and those that limit the verdict are marked', () => {
  const thin: Result = {
    ...result,
    ...holds,
    continued: 'continued from x.json',
    freshProcesses: 'x',
    notRepeated: 'y',
  }
  const empty: Result = { ...result, emptyShard: true, shard: '3/3' }
  const served: Result = { ...result, ...holds, control: 'served', unfinished: [decided] }
  const all = [whole, thin, empty, served].flatMap(statementsOf)
  const kinds = new Set(all.map(({ kind }) => kind))
  expect([...kinds].toSorted()).toEqual([...statementKinds].toSorted())
  const marked = all.filter(({ isCaveat }) => isCaveat)
  expect([...new Set(marked.map(({ kind }) => kind))]).toEqual([
    'not-checked',
    'left-out',
    'rejected',
    'beyond-control',
    'thin',
    'fresh-processes',
    'not-repeated',
    'empty',
    'kept-waiting',
    'served',
  ])
})

test('a size of which the kernel decided some orders is said by itself, without a share of it', () => {
  const { keptWaiting: _, ...alike } = decided
  const begun = { ...alike, calls: 2, untried: 6, percent: 40 }
  const said = textsOf({ ...result, ...holds, exhausted: [], unfinished: [decided, begun] })
  expect(said).toContain(
    'not every order was tried: 2 writers × 1 call; a writer does several things at once there, the kernel lets one wait for another, and decides what comes first; all other choices were searched: 9 states in 4 executions',
  )
  const unfinished = said.filter((text) => text.startsWith('not exhausted'))
  expect(unfinished).toEqual([expect.stringMatching(/^not exhausted: about 40 % of 2 writers × 2 calls; /)])
  expect(said.filter((text) => text.startsWith('next to nothing'))).toEqual([])
})

test('a size that does not fit into memory is said to be given up, and what helps', () => {
  const { keptWaiting: _, ...alike } = decided
  const big = { ...alike, calls: 2, untried: 6, percent: 40, outOfMemory: true as const }
  const said = (...unfinished: Result['unfinished'] & {}) =>
    textsOf({ ...result, ...holds, exhausted: [], unfinished }).filter((text) => text.startsWith('not exh'))
  const share = 'about 40 % of 2 writers × 2 calls (given up: its states fit into memory no longer)'
  expect(said(big)).toEqual([
    `not exhausted: ${share}; 9 states in 4 executions so far, 6 choices known to be left; ask for fewer writers or calls, or give Node more memory: NODE_OPTIONS=--max-old-space-size=MEBIBYTES`,
  ])
  expect(said(big, { ...alike, calls: 3 })[0]).toContain('raise --max-time or --executions')
})

test('what is beyond control is said to be judged where processes run free, or nowhere', () => {
  const escapes = ['child process: spawn(python3)']
  const { race: _race, ...controlled } = result
  const race = { rounds: 1, overlappingRounds: 1, startSkewMicros: { p50: 1, p99: 1 } }
  expect(textsOf({ ...controlled, escapes, race })).toContain(
    'beyond control: child process: spawn(python3); judged in the race alone, in 1 round',
  )
  expect(textsOf({ ...controlled, escapes })).toContain('beyond control: child process: spawn(python3)')
})

test('functions that are served for the sake of a program beside them say so', () => {
  const served: Result = { ...result, control: 'served' }
  const said = (commands: readonly string[]) =>
    textsOf({ ...served, commands }).filter((text) => text.startsWith('served'))
  expect(said(['python'])[0]).toBe(
    "served: python starts a program, so the target's functions are held by their system calls, too",
  )
  expect(said(['python', 'sh'])[0]).toMatch(/^served: python, sh start programs, so/)
  expect(textsOf(served).filter((text) => text.startsWith('served'))).toHaveLength(1)
})

test('what was not checked for one reason has that reason once', () => {
  const notChecked = ['faults: kill (no time)', 'faults: errno (no time)', 'free-running race (no core)', 'x']
  expect(textsOf({ ...result, notChecked })).toContain(
    'not checked: faults: kill, faults: errno (no time), free-running race (no core), x',
  )
})

test('sizes within another one that was searched completely have a line together', () => {
  const size = { calls: 1, sessions: 1, states: 10, executions: 2, faults: [] }
  const linesOf = (...exhausted: Result['exhausted']) =>
    textsOf({ ...result, exhausted }).filter((text) => text.startsWith('exhausted'))
  const one = { ...size, writers: 1 }
  const two = { ...size, writers: 2 }
  const three = { ...size, writers: 3 }
  expect(linesOf(one, two)).toHaveLength(2)
  expect(linesOf(one, two, three)).toEqual([
    'exhausted: 3 writers, 1 call each, 1 session: 10 states in 2 executions',
    'exhausted, too: 2 smaller ones within these: 20 states in 4 executions',
  ])
  // Another kind of fault is another question.
  expect(linesOf(one, two, { ...three, faults: ['kill'] })).toHaveLength(3)
})

test('how far a search came is said of a shard as its part, and not beside a violation', () => {
  const said = (of: Result) =>
    statementsOf(of).flatMap(({ kind, text }) => (kind === 'unfinished' ? [text] : []))
  expect(said({ ...whole, shard: '2/3' })[0]).toContain(
    'on 2 sessions with one fault (kill) by shard 2/3 alone; 14',
  )
  expect(said({ ...whole, ...violated })).toEqual([])
  // To search is all that an exploration does.
  expect(said({ ...whole, command: 'explore' })[0]).toMatch(/; raise --max-time or --executions$/)
  const [, last] = whole.unfinished ?? []
  const { notAsked: _notAsked, ...askingAll } = whole
  expect(said({ ...askingAll, targetPath: 'my writer.ts', unfinished: last ? [last] : [] })[0]).toMatch(
    / or search it alone: npx onewriter explore 'my writer\.ts' --writers=2 --calls=1 --sessions=2 --faults=kill --strategy=exhaustive --max-time=10m$/,
  )
  const startOptions = ['--same-pid', '--runtime=/opt/my bun']
  expect(said({ ...whole, startOptions })[0]).toContain(
    " --oracle=parses,not-stale --same-pid '--runtime=/opt/my bun' --strategy=exhaustive",
  )
  const cut: Result = { ...whole, ...holds, exhausted: [], executions: 24 }
  expect(textsOf(cut)).toContain(
    'next to nothing was tried: 24 executions, and no size was searched completely',
  )
})

test('what was sampled is said apart from what was exhausted', () => {
  const holding: Result = { ...whole, ...holds, race: undefined as never }
  const { race: _race, ...controlled } = holding
  const sampled = (of: Result) =>
    statementsOf(of).flatMap(({ kind, text }) => (kind === 'sampled' ? [text] : []))
  expect(sampled({ ...controlled, exhausted: [] })).toEqual([
    'sampled: no size was searched completely, so nothing is proven',
  ])
  expect(sampled({ ...controlled, executions: 48 })).toEqual([])
  expect(sampled({ ...controlled, executions: 49 })).toEqual([
    'sampled: 1 execution beyond the exhausted sizes',
  ])
  // What an earlier call has searched is not among these executions.
  expect(sampled({ ...controlled, continued: 'continued from x.json' })).toEqual([])
})

test('a race tells its rounds from those that it took to shrink what it found', () => {
  const race = { rounds: 3, executions: 20, overlappingRounds: 2, startSkewMicros: { p50: 10, p99: 20 } }
  expect(textsOf({ ...result, executions: 20, race })[0]).toBe(
    '3 rounds in 1.2s, 66 % of them overlapping, start skew 10 µs (p99 20 µs), 17 more to shrink what the race found',
  )
})
