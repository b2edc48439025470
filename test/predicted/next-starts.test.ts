import { expect, test } from 'vitest'
import { PowerLosses } from '../../harness/controller/search/power-losses.ts'
import { NotRepeated } from '../../harness/model/errors.ts'
import { oracles } from '../../harness/oracles/index.ts'
import { random } from '../../harness/strategies/random.ts'
import { workloadOf } from '../support/executor-search.ts'
import type { ScriptedTarget } from '../support/scripted/script.ts'
import { scriptedExecutor } from '../support/scripted/scripted-executor.ts'

const names = oracles.map(({ name }) => name)
const workload = workloadOf('write', 'write')

/**
 * Writes beside it under a name that is never the same, and renames. At its next start it removes what was left.
 *
 * @param started counts its starts after a power loss
 * @param sweeps whether it does so, once it has started so often
 */
function sweeping(started: { times: number }, sweeps = (_times: number) => true): ScriptedTarget {
  let named = 0
  return {
    files: { s1: 's1.json' },
    calls: {
      *write({ bytes, fs }) {
        named += 1
        const temporary = `s1.json.${named}.tmp`
        yield* fs.writeFile(temporary, bytes)
        yield* fs.rename(temporary, 's1.json')
      },
    },
    *recover(fs) {
      started.times += 1
      const isSweeping = sweeps(started.times)
      for (const name of yield* fs.readdir(''))
        if (name.endsWith('.tmp') && isSweeping) yield* fs.unlink(name)
    },
  }
}

/** What the oracles say after the power losses of a few executions. */
function* judgements(
  executor: ReturnType<typeof scriptedExecutor>,
  losses: PowerLosses,
  isIsolated = false,
): Generator<string> {
  for (let seed = 0; seed < 24; seed += 1) {
    const request = { workload, seed: 1, recordsDisk: true }
    const execution = executor.perform({ ...request, scheduler: random.begin(seed, 0) })
    const performed = { workload, seed: 1, isThorough: true, isIsolated }
    for (const judged of losses.of(execution, performed)) yield JSON.stringify(judged.judgements)
  }
}

/** Each verdict once. */
function verdictsOf(target: ScriptedTarget, learns: boolean): string[] {
  const executor = scriptedExecutor(target, { learns })
  const losses = new PowerLosses(executor, names, ['ext4'])
  return [...new Set(judgements(executor, losses))].toSorted()
}

test('what the application makes of a disk is foretold, and comes to the same verdicts', () => {
  const [carriedOut, foretold] = [{ times: 0 }, { times: 0 }]
  const verdicts = verdictsOf(sweeping(carriedOut), false)
  expect(verdicts.some((verdict) => verdict.includes('"violated"'))).toBe(true)
  expect(verdictsOf(sweeping(foretold), true)).toEqual(verdicts)
  // What is new is carried out, and so are fifty of the rest to check them.
  expect(foretold.times).toBeGreaterThan(50)
  expect(foretold.times).toBeLessThan(carriedOut.times / 4)
})

test('an application that keeps something from start to start is given away', () => {
  const forgetful = () => sweeping({ times: 0 }, (times) => times < 50)
  expect(() => verdictsOf(forgetful(), false)).not.toThrow()
  expect(() => verdictsOf(forgetful(), true)).toThrow(NotRepeated)
})

test('a search that begins anew judges again what was judged by then', () => {
  const begun = () => {
    const executor = scriptedExecutor(
      sweeping({ times: 0 }, (times) => times < 60),
      { learns: true },
    )
    return { executor, losses: new PowerLosses(executor, names, ['ext4']) }
  }
  const anew = begun()
  expect(() => [...judgements(anew.executor, anew.losses)]).toThrow(NotRepeated)
  anew.losses.forget()
  const { executor, losses } = begun()
  const all = [...judgements(executor, losses, true)]
  expect([...judgements(anew.executor, anew.losses, true)]).toHaveLength(all.length)
})
