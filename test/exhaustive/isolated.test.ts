import { expect, test } from 'vitest'
import { exhaust } from '../../harness/controller/search/exhaust.ts'
import type { PhaseShare } from '../../harness/controller/search/phase-share.ts'
import type { ExecutionPlan } from '../../harness/controller/execution-plan.ts'
import type { Share } from '../../harness/controller/share.ts'
import { NotRepeated } from '../../harness/model/errors.ts'
import type { ExploreOrder, News } from '../../harness/protocol/controller-messages.ts'
import { uniqueTemporary } from '../support/programs.ts'
import { equalText, simulate } from '../support/simulation.ts'

/** Writers that take a step less in a process that has had a call before: what they keep tells on the second execution. */
class RemembersWriters {
  isIsolated = false
  readonly isOver = false
  readonly heartbeat = { phase: '' }
  readonly problems: string[] = []
  readonly executor = { foretells: false, seesTimes: true }
  #hasLooked = false

  async *inParts({ scheduler }: ExecutionPlan): AsyncGenerator<undefined, boolean> {
    const looks = this.isIsolated || !this.#hasLooked
    this.#hasLooked = true
    const call = (writer: number) => {
      const steps = uniqueTemporary(writer, 1, equalText(writer, 1))
      return looks
        ? [{ step: { op: 'stat', path: 's1.json.lock' }, isIgnored: true } as const, ...steps]
        : steps
    }
    try {
      simulate({ programs: [[call(1)], [call(2)]], textOf: equalText }, scheduler)
      // Others have their turn before it is judged.
      yield undefined
      return true
    } catch (error) {
      if (!(error instanceof NotRepeated)) throw error
      if (this.isIsolated) this.problems.push(error.message)
      this.isIsolated = true
      return false
    }
  }
}

test('what one phase finds out about kept state makes the searches of all begin anew', async () => {
  const share = new RemembersWriters()
  const told: News[] = []
  const order = {
    settings: { writers: 2, calls: 1, sessions: 1 },
    facts: { operations: ['write'], overlap: false, sessionFiles: ['s1.json', 's2.json'] },
    share: { index: 0, of: 1 },
    searched: [],
    searchSeed: 1,
    oracles: ['parses'],
  } as unknown as ExploreOrder
  const phase = { phase: { faults: [] }, menu: null, isHopeless: false } as unknown as PhaseShare
  const searches = [1, 2].map(() =>
    exhaust(share as unknown as Share, phase, order, (news) => told.push(news)),
  )
  // One execution each, in turns.
  for (let left = searches; left.length > 0;) {
    const results = await Promise.all(left.map((search) => search.next()))
    left = left.filter((_, at) => results[at]?.done !== true)
  }
  expect(share).toMatchObject({ isIsolated: true, problems: [] })
  const [one, other] = told
  expect(told.map(({ type }) => type)).toEqual(['exhausted', 'exhausted'])
  // The same as without what had been learned before.
  expect(one).toEqual(other)
})
