import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { importConfig } from '../../harness/cli/import-config.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'

const scratch = scratchDirectory('import-config')
const load = (text: string, limitMillis = 60_000) => {
  const file = path.join(scratch, `${fs.readdirSync(scratch).length}.mjs`)
  fs.writeFileSync(file, text)
  return importConfig(file, limitMillis)
}
const failure = (why: unknown) => ({ kind: 'failure', why })

test.each([
  ['loops', 'for (;;) {}'],
  ['waits', 'await new Promise((resolve) => setInterval(resolve, 2 ** 30))'],
])('a configuration that %s is ended with its limit', async (_what, text) => {
  expect(await load(text, 1500)).toEqual(failure('it does not come to its end within 1.5s'))
})

test('a configuration that takes all memory is ended', async () => {
  const why = expect.stringMatching(/^Worker terminated due to reaching memory limit/) as string
  expect(await load('const all = []; for (;;) all.push(new Array(1000).fill(1))')).toEqual(failure(why))
})

test('a configuration that ends its process, or exports what is no data, is told as such', async () => {
  expect(await load('process.exit(7)')).toEqual(failure('it ends its process with status 7'))
  const why = expect.stringMatching(/^DataCloneError/) as string
  expect(await load('export default { seed: () => 1 }')).toEqual(failure(why))
  expect(await load('export default { seed: 3 }')).toEqual({ kind: 'options', options: { seed: 3 } })
})
