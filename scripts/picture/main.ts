/** Makes the picture of the README anew, from a real run: `npm run picture`. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { explore } from '../../harness/index.ts'
import { optionsOf } from '../arguments.ts'
import { picture } from './picture.ts'

const target = 'test/known-bad/in-place-beside-rename.ts'
const file = 'docs/picture.svg'

optionsOf({})
const outputDir = fs.mkdtempSync(path.join(os.tmpdir(), 'onewriter-picture-'))
try {
  const options = { seed: 1, writers: 2, calls: 1, oracle: 'parses', outputDir }
  const { violations } = await explore(target, options)
  const counterexample = violations[0]?.counterexample
  if (!counterexample) throw new Error(`${target}: expected a violation of parses, and found none`)
  fs.writeFileSync(file, picture(counterexample))
  process.stdout.write(`wrote ${file}\n`)
} finally {
  fs.rmSync(outputDir, { recursive: true })
}
