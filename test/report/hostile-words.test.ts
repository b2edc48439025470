import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import { describeFailure } from '../../harness/expectation/describe-failure.ts'
import type { Result } from '../../harness/model/result.ts'
import { asText, printable } from '../../harness/model/printable.ts'
import { columns, tableOf } from '../../harness/report/columns.ts'
import { forPeople, jobSummary, reporters } from '../../harness/report/index.ts'
import { plain } from '../../harness/report/paint.ts'
import { root } from '../support/cli.ts'
import { counterexample, crash } from '../support/counterexample.ts'
import { explored, raced, result } from '../support/result.ts'

const context = { colour: false, endedAt: new Date(0), workspacePath: '' }

/** A result with something in every field that takes words. */
const full: Result = {
  ...result,
  verdict: 'violated',
  leftOut: ['no-litter'],
  violations: [
    {
      ...explored,
      withoutSchedule: 'not seen',
      counterexample: { ...counterexample, lines: { 'a.ts:1:1': 'code' } },
    },
    { ...raced, signature: 'b', counterexample: { ...crash, also: [{ oracle: 'parses', message: 'also' }] } },
  ],
  exhausted: [{ writers: 2, calls: 1, sessions: 1, executions: 1, states: 1, faults: ['kill'] }],
  seen: { 'parses/unreadable': 2 },
  faults: { kill: 1 },
  faultsByOperation: { rename: { EXDEV: 1 } },
  neverStruck: ['open EIO'],
  rejections: { calls: 1, first: 'ENOENT' },
  escapes: ['threads'],
  continued: 'continued from x',
  control: 'served',
  commands: ['by-hand'],
  startOptions: ['--runtime=/opt/bun'],
  freshProcesses: 'w1 step 1 (x) differed',
  notRepeated: 'w1 step 2 (x) differed',
  notChecked: ['faults'],
  problems: [
    {
      process: 'w1',
      kind: 'crashed',
      gist: 'Error: it',
      message: 'it crashed',
      stderr: 'one\ntwo',
      place: 'a.ts:1:1',
      course: counterexample,
    },
  ],
}

/** Fields whose text is one of ours, as what loads a result or a replay file makes sure of. */
const ours = new Set([
  'version',
  'verdict',
  'command',
  'oracle',
  'kind',
  'oracles',
  'leftOut',
  'kind',
  'op',
  'outcome',
  'model',
  'control',
])
/** Fields of which the names come from outside as well. */
const named = new Set(['faults', 'faultsByOperation', 'seen', 'rename'])

/** The same with each text from outside replaced by what is drawn. */
function replaced(value: unknown, draw: () => string, field = ''): unknown {
  if (ours.has(field)) return value
  if (typeof value === 'string') return draw()
  if (Array.isArray(value)) return value.map((each) => replaced(each, draw, field))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, each]) => [
    named.has(field) ? draw() : key,
    replaced(each, draw, key),
  ])
  return Object.fromEntries(entries) as unknown
}

const controls = ['\u001B[31m', '\u0007', '\u009B2J', '\u001B]0;title\u0007', '\0', '\b', '\u007F', '\u0085']
const unseen = ['\u202E', '\u2066', '\u200F', '\u2028', '\uFEFF', '\uD800', '\u{E0041}']
const spaces = ['\n', '\r\n', '\r', '\t', ' ', '\u00A0', '\u3000']
const commands = [
  '::error file=a.ts::x',
  '::stop-commands::t',
  ':',
  '::',
  '##[error]x',
  '##[',
  '#',
  '%0A::error::x',
]
const otherCommands = ['##vso[task.setvariable]x', '##teamcity[x]', '%0a']
const markup = [
  '<script>',
  '</script>',
  '<!--',
  '<img src=x>',
  '&lt;',
  '&',
  ']]>',
  '<![CDATA[',
  '"',
  "'",
  '\\',
]
const markdown = ['`', '```', '|', '*', '_', '- ', '1. ', '# ', '](x)', '[x', 'http://x']
const harmless = ['/etc/passwd', '../..', 'w1#1', '日本', '😀']
const pieces = [controls, unseen, spaces, commands, otherCommands, markup, markdown, harmless].flat()
const fragment = fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 8 }))
const words = fc.array(fragment, { maxLength: 5 }).map((parts) => parts.join(''))
const hostile = fc
  .infiniteStream(words)
  .map((stream) => replaced(full, () => stream.next().value as string) as Result)

const reports: Readonly<Record<string, (of: Result) => string>> = {
  ...Object.fromEntries(
    Object.entries(reporters).map(([name, reporter]) => [name, (of: Result) => reporter(of, context)]),
  ),
  'job summary': (of) => jobSummary(of, null),
  'a failed test': (of) => describeFailure(of) ?? '',
  table: (of) => tableOf(of.violations[0]?.counterexample ?? counterexample, plain),
  stderr: (of) => asText(of.problems[0]?.stderr ?? ''),
}

// oxlint-disable-next-line no-control-regex
const obeyed = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/

/** Whatever is said, a terminal and a CI job find nothing to obey. */
function assertInert(text: string): void {
  expect(text).not.toMatch(obeyed)
  expect(text).not.toMatch(/\p{Surrogate}/u)
  expect(text).not.toMatch(/##\w*\[/)
  for (const line of text.split('\n')) expect(line).not.toMatch(/^\s*::/)
}

const runs = { numRuns: 60, seed: 1 }

test.each(Object.keys(reports).filter((name) => name !== 'github'))(
  '%s has nothing in it to be obeyed',
  (name) => {
    fc.assert(
      fc.property(hostile, (of) => assertInert(reports[name]?.(of) ?? '')),
      runs,
    )
  },
)

test('github has the commands that it is to have, and none in their words', () => {
  fc.assert(
    fc.property(hostile, (of) => {
      const text = reporters['github']?.(of, context) ?? ''
      expect(text).not.toMatch(obeyed)
      expect(text).not.toMatch(/##\w*\[/)
      const lines = text.trimEnd().split('\n')
      expect(lines).toHaveLength(of.violations.length + of.problems.length + 1)
      for (const line of lines) {
        const [, list = '', data = ''] = /^::(?:error|warning|notice) (.*?)::(.*)$/.exec(line) ?? []
        expect(list).toMatch(/^file=[^,:]*,line=[^,:]*(,col=[^,:]*)?,title=[^,:]*$/)
        assertInert(data.replaceAll('%0A', '\n').replaceAll('%25', '%'))
      }
    }),
    runs,
  )
})

test('programs get every text as it was', () => {
  fc.assert(
    fc.property(hostile, (of) => {
      const told = JSON.parse(reporters['json']?.(of, context) ?? '') as Result
      const { violations, problems, ...rest } = of
      expect(told).toMatchObject(rest)
      expect(told.problems.map(({ stderr }) => stderr)).toEqual(problems.map(({ stderr }) => stderr))
      expect(told.violations.map(({ message }) => message)).toEqual(violations.map(({ message }) => message))
      for (const name of ['chrome-trace', 'sarif'])
        expect(() => JSON.parse(reporters[name]?.(of, context) ?? '') as unknown).not.toThrow()
    }),
    runs,
  )
})

test('words stay words in XML, in HTML and in Markdown', () => {
  const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length
  const tags = count(reporters['html']?.(full, context) ?? '', /<(script|!--|img)/g)
  fc.assert(
    fc.property(hostile, (of) => {
      expect(XMLValidator.validate(reporters['junit']?.(of, context) ?? '')).toBe(true)
      expect(count(reporters['html']?.(of, context) ?? '', /<(script|!--|img)/g)).toBe(tags)
      const unfenced = jobSummary(of, null).replaceAll(/^(`{3,})\n[^]*?\n\1$/gm, '')
      const headings = unfenced.split('\n').filter((line) => line.startsWith('#'))
      expect(headings).toHaveLength(1 + of.violations.length + of.problems.length)
      // Each sign that is markup is escaped, but for those of our own.
      const lines = unfenced.split('\n').filter((line) => line.startsWith('- '))
      for (const line of lines) expect(line.slice(2)).not.toMatch(/(?<!\\)(\\\\)*[`*_[\]<>|#&]/)
    }),
    runs,
  )
})

test('a report that does not see to its words is noticed', () => {
  const careless = forPeople(({ target }: Result) => target)
  expect(() => assertInert(careless({ ...full, target: 'a\u001Bb\n::error::x' }, null))).not.toThrow()
  expect(() => assertInert('a\u001Bb')).toThrow()
  expect(() => assertInert('a\n \u00A0::error::x')).toThrow()
  expect(() => assertInert('a ##[error]x')).toThrow()
  const { counterexample: course } = explored
  const steps = course?.steps.map((step) => Object.assign({}, step, { path: '\u001B[2J' })) ?? []
  expect(columns({ ...counterexample, steps }, plain)).toContain(printable('\u001B[2J'))
})

test('nothing of the harness writes past the place that sees to its words', () => {
  const files = fs.readdirSync(path.join(root, 'harness'), { recursive: true, encoding: 'utf8' })
  const writing = files
    .filter((file) => file.endsWith('.ts') && !file.startsWith('writer'))
    .filter((file) =>
      /process\.std(out|err)\.write|process\[stream\]|console\./.test(
        fs.readFileSync(path.join(root, 'harness', file), 'utf8'),
      ),
    )
  // What it tells a test runner is JSON, or one text that it makes printable itself.
  const elsewhere = 'expectation/elsewhere/main.ts'
  expect(writing.toSorted()).toEqual(['cli/say.ts', elsewhere, 'processes/warn-once.ts'])
})
