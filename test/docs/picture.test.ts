import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parseReplayFile } from '../../harness/recording/load.ts'
import { picture } from '../../scripts/picture/picture.ts'
import { root } from '../support/cli.ts'

const saved = path.join(root, 'docs/survey')
const file = fs.readdirSync(saved).find((name) => name.startsWith('jsonfile-parses')) ?? ''
const { counterexample } = parseReplayFile(path.join(saved, file))

test('a bar has the shares of those whose bytes the file holds', () => {
  const drawn = picture(counterexample)
  const torn = counterexample.steps.flatMap(({ held = {} }) => Object.values(held)).at(-1)
  const runs = torn && 'runs' in torn ? (torn.runs ?? []) : []
  expect(runs.length).toBeGreaterThan(1)
  const bold = drawn.split('\n').find((line) => line.includes('class="red bold"') && line.includes('<rect'))
  const widths = [...(bold ?? '').matchAll(/<rect [^>]*width="(\d+)" height="12" class="(\w+)"/g)]
  expect(widths.map(([, , owner]) => owner)).toEqual(
    runs.map((run) => ('writer' in run ? `w${run.writer}` : 'nobody')),
  )
  const [all, first] = [widths.reduce((sum, [, width]) => sum + Number(width), 0), Number(widths[0]?.[1])]
  const bytes = runs.reduce((sum, run) => sum + run.bytes, 0)
  expect(first / all).toBeCloseTo((runs[0]?.bytes ?? 0) / bytes, 1)
})

test('the picture of the README follows the scheme of its reader', () => {
  const committed = fs.readFileSync(path.join(root, 'docs/picture.svg'), 'utf8')
  expect(committed).toContain('prefers-color-scheme: dark')
  expect(committed.match(/^<g /gm)?.length).toBeGreaterThan(10)
})
