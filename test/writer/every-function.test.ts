import { expect, test } from 'vitest'
import { runSnippets } from './child.ts'

/** What reaches no file by itself; a new version of Node may add what does, which is to be controlled or noted first. */
const harmless = new Set([
  // Classes that hold an answer, or ask the functions of `fs` for what they do.
  'Dir',
  'Dirent',
  'Stats',
  'ReadStream',
  'WriteStream',
  'FileReadStream',
  'FileWriteStream',
  'Utf8Stream',
  // Lets go of what `watchFile`, which is noted, holds.
  'unwatchFile',
  '_toUnixTimestamp',
  // Refused everywhere but on macOS.
  'promises.lchmod',
])

const [listed, streamed] = runSnippets([
  {
    code: `
      const left = (now, before, prefix) =>
        Object.keys(now).filter((name) => typeof now[name] === 'function' && now[name] === before[name])
          .map((name) => prefix + name)
      const handle = await originals.promises.open('/dev/null')
      const ours = await fsp.open('f', 'w')
      const names = Object.getOwnPropertyNames(Object.getPrototypeOf(handle)).concat(Object.keys(handle))
      const missing = names.filter((name) => name !== 'getAsyncId' && !name.startsWith('_') && !(name in ours))
      await handle.close()
      await ours.close()
      return { left: [...left(fs, originals, ''), ...left(fsp, originals.promises, 'promises.')], missing }`,
  },
  {
    code: `
      if (!fs.Utf8Stream) return
      const stream = new fs.Utf8Stream({ dest: 'f' })
      stream.write('hello')
      await new Promise((done) => { stream.on('close', done); stream.end() })`,
  },
])

test('every function of this Node is controlled, noted or known to be harmless', () => {
  const { left } = listed!.value as { left: string[] }
  expect(left).toContain('Dirent')
  expect(left.filter((name) => !harmless.has(name))).toEqual([])
})

test("a controlled FileHandle has all that this Node's has", () => {
  expect((listed!.value as { missing: string[] }).missing).toEqual([])
})

test('a Utf8Stream, where there is one, asks the functions of fs', () => {
  const steps = streamed?.steps.map((step) => step.split(' ')[0])
  expect([[], ['open', 'write', 'fsync', 'close']]).toContainEqual(steps)
})
