import { afterEach, expect, test, vi } from 'vitest'
import { NotRepeated } from '../../harness/model/errors.ts'
import type { Begin } from '../../harness/model/program.ts'
import type * as beginning from '../../harness/programs/predicted/beginning.ts'
import type * as learned from '../../harness/programs/predicted/learned.ts'
import { workloadOf } from '../support/executor-search.ts'
import { searchForetold } from '../support/foretold-search.ts'
import type { ScriptedTarget } from '../support/scripted/script.ts'
import { scriptedExecutor } from '../support/scripted/scripted-executor.ts'
import { inPlace } from '../support/scripted/targets.ts'

/** What the mutants of this file do wrong; nothing by itself. */
const wrong = vi.hoisted(() => ({ forgetsTime: false, confusesWriters: false, forgetsResults: false }))

vi.mock('../../harness/programs/predicted/learned.ts', async (importOriginal) => {
  const original = await importOriginal<typeof learned>()
  const forgotten = (observation: learned.Observation): learned.Observation => ({
    ...observation,
    ...(wrong.forgetsResults && { tells: '' }),
    ...(wrong.forgetsTime && { nowMicros: 0 }),
  })
  return {
    ...original,
    observationKey: (observation: learned.Observation, isUntimed: boolean) =>
      original.observationKey(forgotten(observation), isUntimed),
    placeAfter: (place: learned.Place, observation: learned.Observation) =>
      original.placeAfter(place, forgotten(observation)),
  }
})

vi.mock('../../harness/programs/predicted/beginning.ts', async (importOriginal) => {
  const original = await importOriginal<typeof beginning>()
  return {
    beginningOf: (order: Begin, tellsValues: boolean, gone: learned.Gone) =>
      wrong.confusesWriters
        ? original.beginningOf(
            { ...order, writer: 1, pid: 1, workload: { writers: [], readers: 0 } },
            tellsValues,
            gone,
          )
        : original.beginningOf(order, tellsValues, gone),
  }
})

afterEach(() => {
  Object.assign(wrong, { forgetsTime: false, confusesWriters: false, forgetsResults: false })
})

/** Whether it removes what was there depends on what time it is, which the other writer's pause decides. */
const looksAtTheClock: ScriptedTarget = {
  files: { s1: 's1.json' },
  calls: {
    *write({ bytes, fs, writer }) {
      if (writer === 2) yield* fs.sleep(40)
      const begun = fs.nowMillis
      yield* fs.writeFile('s1.json', bytes)
      if (writer === 1 && fs.nowMillis > begun) yield* fs.unlink('s1.json')
    },
  },
}

/** What it does next depends on whether the file was there. */
const looksBefore: ScriptedTarget = {
  files: { s1: 's1.json' },
  calls: {
    *write({ bytes, fs }) {
      try {
        yield* fs.stat('s1.json')
        yield* fs.unlink('s1.json')
      } catch {
        // Nobody has written yet, or somebody else has removed it.
      }
      yield* fs.writeFile('s1.json', bytes)
    },
  },
}

const search = (target: ScriptedTarget) =>
  searchForetold(scriptedExecutor(target, { learns: true }), workloadOf('write', 'write'))

test.each<[string, keyof typeof wrong, ScriptedTarget]>([
  ['forgets what time it was', 'forgetsTime', looksAtTheClock],
  ['forgets what steps gave', 'forgetsResults', looksBefore],
  ['takes one writer for another', 'confusesWriters', inPlace],
])('real executions give away a memory that %s', (_, mutant, target) => {
  expect(() => search(target)).not.toThrow()
  wrong[mutant] = true
  expect(() => search(target)).toThrow(NotRepeated)
})
