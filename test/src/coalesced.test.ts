import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Coalesced } from '../../src/coalesced.ts'

/** Work that takes the latest state when it begins, and ends when it is told to. */
function controlledWork() {
  const runs: { kept: number; end: (error?: Error) => void }[] = []
  const state = { latest: 0, running: 0, mostRunning: 0 }
  const coalesced = new Coalesced(
    () =>
      new Promise((resolve, reject) => {
        state.running += 1
        state.mostRunning = Math.max(state.mostRunning, state.running)
        const end = (error?: Error) => {
          state.running -= 1
          if (error) reject(error)
          else resolve()
        }
        runs.push({ kept: state.latest, end })
      }),
  )
  return { coalesced, runs, state }
}

const tick = () => Promise.resolve()

test('keeps every event once things are quiet, with one run at a time', async () => {
  const action = fc.constantFrom('event', 'end', 'fail', 'tick')
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
      const { coalesced, runs, state } = controlledWork()
      const requests: Promise<unknown>[] = []
      let ended = 0
      for (const kind of actions) {
        if (kind === 'event') {
          state.latest += 1
          requests.push(coalesced.request().catch(() => {}))
        } else if (kind === 'tick') await tick()
        else if (ended < runs.length) runs[ended++]!.end(kind === 'fail' ? new Error('failed') : undefined)
      }
      for (let quiet = 0; quiet < 20; quiet += 1) {
        await tick()
        if (ended < runs.length) runs[ended++]!.end()
      }
      await Promise.all(requests)
      expect(state.mostRunning).toBeLessThanOrEqual(1)
      expect(runs.at(-1)?.kept ?? 0).toBe(state.latest)
    }),
    { numRuns: 500 },
  )
})

test('any number of requests during a run share one follow-up', async () => {
  const { coalesced, runs } = controlledWork()
  const first = coalesced.request()
  const during = [coalesced.request(), coalesced.request(), coalesced.request()]
  expect(new Set(during).size).toBe(1)
  runs[0]!.end(new Error('first'))
  await expect(first).rejects.toThrow('first')
  await tick()
  await tick()
  expect(runs).toHaveLength(2)
  runs[1]!.end()
  await Promise.all(during)
})

test('settled waits for the follow-up too, and never rejects', async () => {
  const { coalesced, runs } = controlledWork()
  await coalesced.settled()
  coalesced.request().catch(() => {})
  coalesced.request().catch(() => {})
  let settled = false
  const waiting = coalesced.settled().then(() => (settled = true))
  runs[0]!.end()
  for (let ticks = 0; ticks < 10; ticks += 1) await tick()
  expect(settled).toBe(false)
  runs[1]!.end(new Error('second'))
  await waiting
  expect(settled).toBe(true)
})
