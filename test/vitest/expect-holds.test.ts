import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { beforeAll, expect, test } from 'vitest'
import { budgetWithin } from '../../harness/expectation/budget.ts'
import { cli, root } from '../support/cli.ts'

const project = fileURLToPath(new URL('project', import.meta.url))

interface Assertion {
  readonly title: string
  readonly status: string
  readonly failureMessages: readonly string[]
}
interface Annotation {
  readonly test: string
  readonly message: string
  readonly attached: string
}
const annotated = path.join(project, '.annotations.json')
let annotations: readonly Annotation[] = []
let assertions: readonly Assertion[] = []
let shown = ''
const the = (title: string) => assertions.find((each) => each.title === title)
const annotationOf = (title: string) => annotations.find((each) => each.test === title)
const numberOf = (text: string) => shown.split(text).length - 1
const messageOf = (title: string) => the(title)?.failureMessages.join('\n') ?? ''

beforeAll(async () => {
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
  const file = path.join(project, '.results.json')
  const reporters = ['default', 'json', './annotations.ts'].map((name) => `--reporter=${name}`)
  const options = ['run', ...reporters, `--outputFile=${file}`]
  const env = { NO_COLOR: '1', FORCE_COLOR: undefined, GITHUB_ACTIONS: undefined }
  const { all } = await execa(process.execPath, [vitest, ...options], {
    cwd: project,
    env,
    reject: false,
    all: true,
  })
  shown = all
  const { testResults } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    testResults: { assertionResults: Assertion[] }[]
  }
  fs.rmSync(file)
  annotations = JSON.parse(fs.readFileSync(annotated, 'utf8')) as Annotation[]
  fs.rmSync(annotated)
  assertions = testResults.flatMap(({ assertionResults }) => assertionResults)
}, 180_000)

test('a target that holds passes, in any language', () => {
  expect(assertions).toHaveLength(7)
  expect(the('a correct writer')?.status).toBe('passed')
  expect(the('another language')?.status).toBe('passed')
  expect(the('told its context')?.status).toBe('passed')
})

test('a violation fails with its message, the table and a command that shows it again', async () => {
  expect(the('a wrong one')?.status).toBe('failed')
  const message = messageOf('a wrong one')
  expect(message).toMatch(/in-place: violated \(check, seed 1\)/)
  expect(message).toMatch(/parses: s1\.json should hold a complete document at the end/)
  expect(message).toMatch(/\n +w1 +w2\n/)
  const [, file = ''] = /npx onewriter replay (\S+)/.exec(message) ?? []
  const { exitCode } = await cli('replay', path.join(project, file), '--times=1')
  expect(exitCode).toBe(1)
  fs.rmSync(path.join(project, '.onewriter'), { recursive: true })
})

test('it is an annotation, too, and leads to the line of the test', () => {
  expect(shown).toMatch(/onewriter\n[^]*↳ in-place: violated \(check, seed 1\): the steps are attached/)
  expect(shown).toMatch(/❯ holds\.test\.ts:9:/)
})

test('what is attached has the message, the table and the command', () => {
  const { attached = '' } = annotationOf('a wrong one') ?? {}
  expect(attached).toMatch(/^in-place: violated[^]*\n +w1 +w2\n[^]*npx onewriter replay /)
})

test('the reporter that people see shows each table once', () => {
  expect(numberOf('npx onewriter replay')).toBe(1)
})

test('what is inconclusive fails, and says why', () => {
  expect(the('one that crashes')?.status).toBe('failed')
  expect(messageOf('one that crashes')).toMatch(/inconclusive[^]*was ended by SIGABRT/)
})

test('a wrong option fails by its name', () => {
  expect(messageOf('a wrong option')).toMatch(/UsageError: writers=0: expected a whole number/)
})

test('a budget beyond the timeout is cut, and that is said', () => {
  expect(the('a budget beyond the timeout')?.status).toBe('passed')
  expect(annotationOf('a budget beyond the timeout')?.message).toMatch(
    /the test's timeout of 40\.0s leaves 25\.0s of a budget of 2m 0s/,
  )
})

test.each<[number, number | undefined, number, boolean]>([
  [10_000, undefined, 10_000, false],
  [10_000, 0, 10_000, false],
  [10_000, Infinity, 10_000, false],
  [10_000, 60_000, 10_000, false],
  [10_000, 5000, 3000, true],
  [60_000, 100_000, 60_000, false],
  [60_000, 30_000, 18_000, true],
])('a budget of %i ms within %s ms is %i ms', (asked, timeout, millis, isCut) => {
  const budget = budgetWithin(asked, timeout)
  expect(budget.millis).toBe(millis)
  expect(budget.notice !== null).toBe(isCut)
})
