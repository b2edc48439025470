import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyCall, type Call } from './operations.ts'

interface Runner {
  readonly child: ChildProcess
  readonly death: Promise<unknown>
}

let plain: Runner
let interposed: Runner

beforeAll(() => {
  const fixture = fileURLToPath(new URL('fixtures/operations.mjs', import.meta.url))
  const start = (mode: string): Runner => {
    const child = fork(fixture, [mode], { execArgv: ['--no-deprecation'] })
    return { child, death: once(child, 'exit') }
  }
  plain = start('plain')
  interposed = start('interposed')
})

afterAll(async () => {
  plain.child.disconnect()
  interposed.child.disconnect()
  await Promise.all([plain.death, interposed.death])
})

async function carriedOut({ child, death }: Runner, calls: readonly Call[]): Promise<unknown> {
  const died = Symbol('died')
  const answer = new Promise((resolve) => {
    child.once('message', resolve)
  })
  child.send(calls)
  const first = await Promise.race([answer, death.then(() => died)])
  if (first === died) throw new Error('the fixture died')
  return first
}

test('under the interposer every call gives what plain Node gives, and leaves the same tree', async () => {
  const calls = fc.array(anyCall, { minLength: 1, maxLength: 12, size: 'max' })
  // The same sequences each time, since versions of Node differ in rare corners; both can be set to look further.
  const numRuns = Number(process.env['ONEWRITER_TEST_RUNS'] ?? 500)
  const seed = Number(process.env['ONEWRITER_TEST_SEED'] ?? 2001)
  await fc.assert(
    fc.asyncProperty(calls, async (sequence) => {
      const [expected, actual] = await Promise.all([
        carriedOut(plain, sequence),
        carriedOut(interposed, sequence),
      ])
      expect(actual).toEqual(expected)
    }),
    { numRuns, seed },
  )
})
