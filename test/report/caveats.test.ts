import { expect, test } from 'vitest'
import { columns } from '../../harness/report/columns.ts'
import { plain } from '../../harness/report/paint.ts'
import { reporters } from '../../harness/report/index.ts'
import type { Result } from '../../harness/model/result.ts'
import { counterexample } from '../support/counterexample.ts'
import { explored, holds, raced, result, unsettled } from '../support/result.ts'

const context = { colour: false, endedAt: new Date(0), workspacePath: '' }
const told = (name: string, of: Result) => reporters[name]?.(of, context) ?? ''
const { race: _race, ...plainResult } = result
const holding: Result = {
  ...plainResult,
  command: 'explore',
  ...holds,
  oracles: { parses: 'holds' },
  executions: 2000,
}
const space = { writers: 2, calls: 1, sessions: 1, executions: 1, states: 1, faults: [] }

test('what was interrupted holds so far, in every report for a person, and nothing else of it changes', () => {
  const interrupted: Result = { ...holding, interrupted: true }
  expect(told('terminal', interrupted)).toMatch(/^HOLDS so far {2}my-writer: 2000 .*, then interrupted\n/)
  expect(told('html', interrupted)).toMatch(/>holds so far<[^]*interrupted<\/small>/)
  expect(JSON.parse(told('json', interrupted))).toMatchObject({ verdict: 'holds', interrupted: true })
  expect(told('terminal', { ...result, interrupted: true })).toMatch(/^VIOLATED {2}.*, then interrupted\n/)
  for (const name of ['terminal', 'html']) expect(told(name, holding)).not.toMatch(/so far|interrupted/)
})

test('a hold after next to no executions says so, unless a size was searched completely', () => {
  const warning = /next to nothing was sampled: 2 executions, .*--max-time/
  for (const name of ['terminal', 'html']) {
    expect(told(name, { ...holding, executions: 2 })).toMatch(warning)
    expect(told(name, { ...holding, executions: 100 })).not.toMatch(/next to nothing/)
    expect(told(name, { ...holding, executions: 2, exhausted: [space] })).not.toMatch(/next to nothing/)
    expect(told(name, { ...unsettled, executions: 2 })).not.toMatch(/next to nothing/)
  }
})

test('one of anything is no plural', () => {
  const one = { ...holding, executions: 1, exhausted: [space] }
  expect(told('terminal', one)).toMatch(/my-writer: 1 execution in [^]*: 1 state in 1 execution\n/)
})

const also = [
  { oracle: 'one-writer' as const, message: 's1.json is of two calls' },
  { oracle: 'no-litter' as const, message: 'tmp#1 is left' },
]
const several: Result = {
  ...result,
  oracles: { parses: 'violated', 'one-writer': 'violated', 'no-litter': 'violated', 'not-stale': 'violated' },
  violations: [{ ...explored, counterexample: { ...counterexample, also } }],
}

test('oracles that are violated without a counterexample of their own say where to look', () => {
  const text = told('terminal', several)
  expect(text).toMatch(/✗ parses +violated\n/)
  expect(text).toMatch(/✗ one-writer +violated in the same execution\n/)
  expect(text).toMatch(/✗ not-stale +violated as well; --oracle=not-stale shows how\n/)
  expect(text).toContain(
    '  in the same execution:\n    one-writer  s1.json is of two calls\n    no-litter   tmp#1 is left\n',
  )
  const page = told('html', several)
  expect(page).toContain('<summary>in the same execution: one-writer, no-litter</summary>')
  expect(page).toMatch(/not-stale<\/th><td class="amount">✗ violated as well; --oracle=not-stale shows how/)
  expect(told('junit', several)).toMatch(/name="one-writer"[^]*?<failure message="s1\.json is of two calls"/)
  expect(told('terminal', { ...several, violations: [raced] })).toMatch(
    /✗ one-writer +violated as well; --oracle=one-writer shows how\n/,
  )
})

test('a counterexample without a step says so', () => {
  expect(columns({ ...counterexample, steps: [] }, plain)).toBe(
    '      no step was seen in the run directory\n',
  )
})
