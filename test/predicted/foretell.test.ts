import { afterEach, expect, test, vi } from 'vitest'
import { foretell } from '../../harness/controller/search/foretell.ts'
import type { PhaseShare } from '../../harness/controller/search/phase-share.ts'
import type { ExecutionPlan } from '../../harness/controller/execution-plan.ts'
import type { Share } from '../../harness/controller/share.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { workloadOf } from '../support/executor-search.ts'
import { scriptedExecutor } from '../support/scripted/scripted-executor.ts'
import { inPlace } from '../support/scripted/targets.ts'

afterEach(() => void vi.restoreAllMocks())

/** @param turns so many come before */
async function afterTurns(turns: number) {
  // Each look at the clock ends a turn.
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000))
  const executor = scriptedExecutor(inPlace, { learns: true })
  const workload = workloadOf('write', 'write', 'write')
  const counts = { carriedOut: 0 }
  const share = {
    foretell: (request: Parameters<typeof executor.foretell>[0]) => executor.foretell(request),
    judged: <T>(execution: T) => execution,
    takeIn: () => false,
    // oxlint-disable-next-line require-yield -- no power is lost
    async *losePowerAt() {
      return true
    },
    heartbeat: { yield: () => Promise.resolve() },
    executor,
    // oxlint-disable-next-line require-yield -- nobody else waits for a turn
    async *inParts(plan: ExecutionPlan) {
      counts.carriedOut += 1
      executor.perform(plan)
      return true
    },
  } as unknown as Share
  let mayGoOn = true
  const search = foretell(share, {
    phase: { menu: null, losses: null } as unknown as PhaseShare,
    search: new Exhaustive({ boundedPasses: 0 }),
    request: { workload, seed: 1 },
    faults: 0,
    workloads: 1,
    mayGoOn: () => mayGoOn,
    onExecution: () => {},
  })
  for (let turn = 0; turn < turns; turn += 1) expect((await search.next()).done).toBe(false)
  mayGoOn = false
  const before = counts.carriedOut
  const { value } = await search.next()
  return { value, carriedOut: counts.carriedOut - before }
}

test('nothing is carried out any more once others have found that what was learned says nothing', async () => {
  for (let turns = 1; turns <= 40; turns += 1)
    expect(await afterTurns(turns)).toEqual({ value: 'over', carriedOut: 0 })
})
