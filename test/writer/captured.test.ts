import { expect, test } from 'vitest'
import { runSnippets } from './child.ts'

const opens = (steps: string[] | undefined): string[] =>
  (steps ?? []).filter((step) => step.startsWith('open'))

test('every way to import fs is controlled', () => {
  const code = `
    const named = await load('node:fs')
    const promises = await load('fs/promises')
    for (const write of [named.writeFileSync, named.default.writeFileSync, require('fs').writeFileSync, require('node:fs').writeFileSync]) write('f', '')
    for (const write of [named.promises.writeFile, promises.writeFile, promises.default.writeFile, require('fs/promises').writeFile]) await write('f', '')`
  const [outcome] = runSnippets([{ code }])
  expect(outcome?.error).toBeUndefined()
  expect(opens(outcome?.steps)).toHaveLength(8)
})

test('packages that write atomically are controlled', () => {
  const code = `
    await require('write-file-atomic')('a', 'hello')
    const { writeFile } = await load('atomically')
    await writeFile('b', 'hello')
    return [fs.readFileSync('a', 'utf8'), fs.readFileSync('b', 'utf8')]`
  const [outcome] = runSnippets([{ code }])
  expect(outcome?.value).toEqual(['hello', 'hello'])
  expect(outcome?.steps.filter((step) => step.startsWith('rename'))).toHaveLength(2)
  expect(outcome?.steps.filter((step) => step.startsWith('fsync'))).toHaveLength(2)
})

test('replacements look like the originals', () => {
  const code = `
    const differences = []
    for (const [name, original] of Object.entries(Object.getOwnPropertyDescriptors(originals))) {
      const now = fs[name]
      if (typeof original.value !== 'function') continue
      if (now.name !== original.value.name || now.length !== original.value.length) differences.push(name)
      if (Object.keys(now).join() !== Object.keys(original.value).join()) differences.push(name)
    }
    const handle = await fsp.open('f', 'w+')
    const written = await util.promisify(fs.write)(handle.fd, Buffer.from('abc'))
    const read = await util.promisify(fs.read)(handle.fd, Buffer.alloc(2), 0, 2, 0)
    const exists = await util.promisify(fs.exists)('f')
    const closed = new Promise((resolve) => handle.once('close', resolve))
    await handle.close(); await closed; await handle.close()
    const after = await handle.stat().catch((error) => error.code + ' ' + error.message)
    return { differences, written: written.bytesWritten, read: read.bytesRead, exists, after, name: handle.constructor.name, fd: handle.fd }`
  const [outcome] = runSnippets([{ code }])
  expect(outcome?.error).toBeUndefined()
  expect(outcome?.value).toEqual({
    differences: [],
    written: 3,
    read: 2,
    exists: true,
    after: 'EBADF file closed',
    name: 'FileHandle',
    fd: -1,
  })
})

test('operations keep the asynchronous context of their caller', () => {
  const code = `
    const { AsyncLocalStorage } = require('node:async_hooks')
    const storage = new AsyncLocalStorage()
    const seen = []
    const post = gate.post
    gate.post = (request, done) => { seen.push(storage.getStore()); return post(request, (...given) => storage.run('gate', done, ...given)) }
    await Promise.all([storage.run('one', () => fsp.writeFile('a', 'xy')), storage.run('two', () => new Promise((done) => fs.writeFile('b', 'xy', () => { seen.push(storage.getStore()); done() })))])
    gate.post = post
    return seen.toSorted()`
  const [outcome] = runSnippets([{ code }])
  expect(outcome?.value).toEqual(['one', 'one', 'one', 'one', 'two', 'two', 'two', 'two', 'two'])
})
