import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loaderFlags } from '../../harness/processes/loader-flags.ts'
import { root } from '../support/cli.ts'

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'typescript-'))
afterAll(() => fs.rmSync(dir, { recursive: true }))

const write = (name: string, text: string) => fs.writeFileSync(path.join(dir, name), text)

beforeAll(() => {
  write('common.cts', 'const count: number = 3\nexports.count = count\n')
  // By the name that it will have once compiled; an enum needs more than its types taken out.
  write('main.ts', "export { place, Kind } from './sibling.js'\nexport { count } from './common.cts'\n")
  write(
    'sibling.ts',
    "import fs from 'node:fs'\nexport enum Kind { One = 1 }\nexport const place: string = `${import.meta.url} ${typeof fs.openSync}`\n",
  )
  write('broken.ts', 'export const a: = 1\n')
  write(
    'run.mjs',
    `
const { installTypeScript } = await import(${JSON.stringify(pathToFileURL(path.join(root, 'dist/harness/typescript/install.js')).href)})
installTypeScript()
const { place, Kind, count } = await import('./main.ts')
const failed = (name) => import(name).then(() => 'loaded', ({ code, message }) => code ?? message.split(' (')[0])
console.log(JSON.stringify({
  place: place.split('/').pop(), kind: Kind.One, count,
  missing: await failed('./nowhere.js'), broken: await failed('./broken.ts'),
  sibling: import.meta.resolve('./sibling.js').split('/').pop(),
}))
`,
  )
})

const flags = loaderFlags(process.execPath, 'main.ts')

test('TypeScript is loaded alike, however it is', async () => {
  const loaded = async (given: readonly string[]) =>
    JSON.parse((await execa(process.execPath, [...given, path.join(dir, 'run.mjs')])).stdout) as unknown
  const plainly = await loaded([])
  expect(plainly).toMatchObject({ place: 'sibling.ts function', kind: 1, count: 3, sibling: 'sibling.ts' })
  expect(plainly).toMatchObject({ missing: 'ERR_MODULE_NOT_FOUND' })
  expect(await loaded(flags)).toEqual(plainly)
})

test('no process starts a thread to load it', async () => {
  const script = `
const { createHook } = await import('node:async_hooks')
let threads = 0
createHook({ init: (id, type) => { if (type === 'WORKER') threads += 1 } }).enable()
process.on('exit', () => console.error(threads))
await import('./run.mjs')
`
  write('counted.mjs', script)
  const { stderr } = await execa(process.execPath, [...flags, path.join(dir, 'counted.mjs')])
  expect(stderr).toBe('0')
})
