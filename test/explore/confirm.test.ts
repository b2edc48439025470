import { expect, test } from 'vitest'
import { confirm } from '../../harness/controller/counterexample/confirm.ts'
import { Heartbeat } from '../../harness/controller/heartbeat.ts'
import type { Executor } from '../../harness/controller/executor.ts'
import { ReplayDivergence } from '../../harness/model/errors.ts'
import { ProgramGone, type Program } from '../../harness/model/program.ts'
import { counterexample } from '../support/counterexample.ts'
import { call, recordWith, torn } from '../support/record.ts'

const gone = new ProgramGone({ label: 'w1' } as Program, 0)

/** What a replay comes to: all that confirming asks of an executor. */
function confirmWith(replay: () => unknown) {
  const executor = { refresh: async () => {}, replay } as unknown as Executor
  const options = { heartbeat: new Heartbeat(() => {}), isLate: () => false }
  return confirm(counterexample, executor, new AbortController().signal, options)
}

test('a replay whose writer is gone says nothing, and that it is gone', async () => {
  const confirmed = await confirmWith(() => {
    throw gone
  })
  expect(confirmed).toEqual({ times: 0, of: 1, gone })
})

test('a replay whose writer is gone does not count beside others, and there are ten at most', async () => {
  let made = 0
  const shows = replays(true)
  const everySecond = () => {
    made += 1
    if (made % 2 === 0) throw gone
    return shows()
  }
  expect(await confirmWith(everySecond)).toMatchObject({ times: 5, of: 5 })
  made = 0
  const first = () => {
    made += 1
    if (made > 1) throw gone
    return shows()
  }
  expect(await confirmWith(first)).toMatchObject({ times: 1, of: 1 })
  expect(made).toBe(10)
})

test('a replay that leaves the schedule does not show what was seen', async () => {
  const confirmed = await confirmWith(() => {
    throw new ReplayDivergence('step 1 is another one')
  })
  expect(confirmed).toEqual({ times: 0, of: 1, gone: null })
})

/** Shows what was seen, or does not, replay by replay. */
function replays(...shows: readonly boolean[]) {
  let made = 0
  return () => {
    const isShown = shows[made % shows.length]
    made += 1
    if (!isShown) throw new ReplayDivergence('step 1 is another one')
    return { record: recordWith({ calls: [call(1, 1)], finals: { s1: torn } }) }
  }
}

test('five replays in a row are enough, and ten where one has failed', async () => {
  expect(await confirmWith(replays(true))).toMatchObject({ times: 5, of: 5 })
  expect(await confirmWith(replays(true, true, false))).toMatchObject({ times: 7, of: 10 })
})
