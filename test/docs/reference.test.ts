import fs from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { fieldsOf } from '../../scripts/reference/fields.ts'
import { jsonPage, renderJsonPage } from '../../scripts/reference/page.ts'
import { root } from '../support/cli.ts'

test('docs/json.md is what the schemas say; `npm run reference` makes it anew', () => {
  expect(fs.readFileSync(path.join(root, jsonPage), 'utf8')).toBe(renderJsonPage())
})

test('a field of a schema is a row of the page', () => {
  const kind = v.variant('kind', [
    v.object({ kind: v.literal('a'), size: v.pipe(v.number(), v.integer()) }),
    v.object({ kind: v.literal('b') }),
  ])
  const schema = v.object({
    name: v.nullable(v.string()),
    kinds: v.exactOptional(v.array(kind)),
    by: v.record(v.string(), kind),
  })
  expect(fieldsOf(schema)).toEqual([
    { path: 'name', type: 'string or null', mayBeAbsent: false },
    { path: 'kinds', type: 'list of objects', mayBeAbsent: true },
    { path: 'kinds[].kind', type: '`a`, `b`', mayBeAbsent: false },
    { path: 'kinds[].size', type: 'integer', mayBeAbsent: true },
    { path: 'by', type: 'object of objects', mayBeAbsent: false },
    { path: 'by.*', type: 'as `kinds[]`', mayBeAbsent: false },
  ])
})
