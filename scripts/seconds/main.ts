/**
 * Measures how many seconds pass from the command to the reported violation, for each known-bad target, with the program
 * as a user starts it: `npm run seconds`. With `-- --before=DIR`, a checkout of an older version that is built, each
 * target is checked by that one as well, in turn with this one.
 *
 * Prints figures; asserts nothing, since they are this machine's.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chosenOf, numberOf, optionsOf } from '../arguments.ts'
import { firstViolation, type Checkout } from './first-violation.ts'
import { renderSeconds, type Row } from './table.ts'

const here = fileURLToPath(new URL('../../..', import.meta.url))
const {
  before,
  seed = '1',
  only,
} = optionsOf({
  before: { type: 'string' },
  seed: { type: 'string' },
  only: { type: 'string', multiple: true },
})
const seeded = numberOf('--seed', seed)
const checkouts: Checkout[] = [...(before === undefined ? [] : [before]), here].map((root) => ({
  root: path.resolve(root),
}))

const known = fs.readdirSync(path.join(here, 'test/known-bad')).map((file) => path.parse(file).name)
const names = chosenOf(only ?? [], known)
process.stdout.write(`node ${process.version} on ${os.availableParallelism()} cores, seed ${seeded}\n`)
const rows: Row[] = []
for (const name of names) {
  const outcomes = []
  for (const checkout of checkouts) outcomes.push(await firstViolation(checkout, name, seeded))
  rows.push({ name, outcomes })
  process.stderr.write(`${rows.length} of ${names.length}: ${name}\n`)
}
process.stdout.write(renderSeconds(rows))
