import { execa } from 'execa'
import { expect, test } from 'vitest'

test('nothing that asks what this Node can do is under way any more once its module is loaded', async () => {
  const module = new URL('../../dist/harness/writer/fs/abilities.js', import.meta.url).href
  const script = `await import('${module}'); console.log(process.getActiveResourcesInfo().join(' '))`
  const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', script])
  expect(stdout).not.toContain('FSReqPromise')
})
