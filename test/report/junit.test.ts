import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import type { Result } from '../../harness/model/result.ts'
import { reporters } from '../../harness/report/index.ts'
import { explored, raced, result, unsettled } from '../support/result.ts'

const context = { colour: false, endedAt: new Date('2026-02-03T04:05:06.789Z'), workspacePath: '' }

interface Element {
  readonly [name: string]: unknown
}
interface Suite extends Element {
  readonly testcase: readonly Element[]
}

/** What an independent parser makes of the report; attributes as `@name`, text as `#text`. */
function suiteOf(of: Result): Suite {
  const xml = reporters['junit']?.(of, context) ?? ''
  expect(XMLValidator.validate(xml)).toBe(true)
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    htmlEntities: true,
    isArray: (name) => name === 'testcase',
  })
  const parsed = parser.parse(xml) as { testsuites: { testsuite: Suite } }
  return parsed.testsuites.testsuite
}

test('one suite a target, one case an oracle, with the counts that CI shows', () => {
  const suite = suiteOf(result)
  expect(suite).toMatchObject({
    '@name': 'onewriter race my-writer',
    '@package': 'my-writer',
    '@timestamp': '2026-02-03T04:05:05',
    '@tests': '3',
    '@failures': '1',
    '@errors': '0',
    '@skipped': '1',
    '@time': '1.200',
  })
  expect(suite.testcase.map((each) => [each['@name'], each['@classname'], Object.keys(each)[0]])).toEqual([
    ['parses', 'my-writer', 'failure'],
    ['one-writer', 'my-writer', '@name'],
    ['not-stale', 'my-writer', 'skipped'],
  ])
  expect(suite['system-err']).toBe('w2 exited with status 1\nline one\nline two')
})

test('a failure says what is wrong, how it came about, and what to type', () => {
  const [failed] = suiteOf({ ...result, violations: [explored] }).testcase
  expect(failed?.['failure']).toMatchObject({
    '@message': explored.message,
    '@type': 'parses',
    '#text': expect.stringMatching(
      /rename tmp#1 → s1\.json[^]*\nnpx onewriter replay '\.onewriter\/my writer\.json'$/,
    ),
  })
})

test('an inconclusive run is an error in every case that is not violated', () => {
  const suite = suiteOf({ ...unsettled, oracles: { parses: 'holds' } })
  expect(suite).toMatchObject({ '@errors': '1', '@failures': '0' })
  expect(suite.testcase[0]?.['error']).toMatchObject({ '@message': 'inconclusive: w2 exited with status 1' })
})

test('any text survives, and what XML has no way to write is spelled out', () => {
  const message = `<a href="x">]]> & 'b' \u0000\u001B[31m\uD800 \uFFFF\ttab\nline 😀`
  const [failed] = suiteOf({ ...result, violations: [{ ...raced, message }] }).testcase
  const written = `<a href="x">]]> & 'b' \\u0000\\u001b[31m\\ud800 \uFFFD\ttab\nline 😀`
  const failure = failed?.['failure'] as Element
  expect(failure['@message']).toBe(written)
  expect(failure['#text']).toMatch(written.slice(0, 10))
  expect(String(failure['#text']).startsWith(written)).toBe(true)
})
