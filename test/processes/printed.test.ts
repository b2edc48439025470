import { expect, test } from 'vitest'
import { withoutFramesOf } from '../../harness/processes/printed.ts'

const ours = '    at #run (file:///harness/main.bundle.js:30:9)\n'
const theirs = '    at save (file:///target.ts:3:9)\n'
const node = '    at process.processImmediate (node:internal/timers:483:21)\n'
const without = (printed: string) => withoutFramesOf('/harness/main.bundle.js', printed)

test('frames that run the target are left out, and all others kept', () => {
  expect(without(`TypeError: boom\n${theirs}${ours}${node}${ours}\nNode.js`)).toBe(
    `TypeError: boom\n${theirs}${node}\nNode.js`,
  )
  expect(without(`boom\n${theirs}${ours}`.trimEnd())).toBe(`boom\n${theirs}`.trimEnd())
})

test('a stack that begins in what runs the target stays whole', () => {
  const printed = `one\n${theirs}${ours}two\n${ours}${theirs}${ours}`
  expect(without(printed)).toBe(`one\n${theirs}two\n${ours}${theirs}${ours}`)
})

test('what is no stack is not touched', () => {
  const printed = 'reads /harness/main.bundle.js\n  at last\n'
  expect(without(printed)).toBe(printed)
})

test('of what the file system has answered, no frame is ours', () => {
  const answer = 'Error: ENOSPC: no space left on device, rename\n'
  expect(without(`${answer}${ours}${ours}${theirs}${ours} {\n`)).toBe(`${answer}${theirs} {\n`)
  expect(without(`${answer}${ours}${ours}Node.js`)).toBe(`${answer}Node.js`)
})
