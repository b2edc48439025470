import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyCall, type Call } from './operations.ts'

let plain: ChildProcess
let interposed: ChildProcess

beforeAll(() => {
  const fixture = fileURLToPath(new URL('fixtures/operations.mjs', import.meta.url))
  const start = (mode: string): ChildProcess => fork(fixture, [mode], { execArgv: ['--no-deprecation'] })
  plain = start('plain')
  interposed = start('interposed')
})

afterAll(() => {
  plain.disconnect()
  interposed.disconnect()
})

async function carriedOut(child: ChildProcess, calls: readonly Call[]): Promise<unknown> {
  child.send(calls)
  const death = once(child, 'exit').then(([code]) => {
    throw new Error(`the fixture exited with ${code} over ${JSON.stringify(calls)}`)
  })
  const [answer] = (await Promise.race([once(child, 'message'), death])) as [unknown]
  return answer
}

test('under the interposer every call gives what plain Node gives, and leaves the same tree', async () => {
  const calls = fc.array(anyCall, { minLength: 1, maxLength: 12, size: 'max' })
  const numRuns = Number(process.env['ONEWRITER_TEST_RUNS'] ?? 400)
  await fc.assert(
    fc.asyncProperty(calls, async (sequence) => {
      const [expected, actual] = await Promise.all([
        carriedOut(plain, sequence),
        carriedOut(interposed, sequence),
      ])
      expect(actual).toEqual(expected)
    }),
    { numRuns },
  )
})
