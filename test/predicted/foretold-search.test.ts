import { describe, expect, test } from 'vitest'
import { ForetoldSearch } from '../../harness/controller/foretelling/foretold-search.ts'
import { assertAsForetold } from '../../harness/controller/foretelling/as-foretold.ts'
import type { Execution } from '../../harness/controller/execute/execution.ts'
import { faultMenu } from '../../harness/faults/index.ts'
import { NotRepeated } from '../../harness/model/errors.ts'
import type { FaultName } from '../../harness/model/settings.ts'
import type { FaultMenu } from '../../harness/model/strategy.ts'
import { AsForetold } from '../../harness/strategies/as-foretold.ts'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { workloadOf } from '../support/executor-search.ts'
import { searchCarriedOut, searchForetold } from '../support/foretold-search.ts'
import type { ScriptedTarget } from '../support/scripted/script.ts'
import { scriptedExecutor } from '../support/scripted/scripted-executor.ts'
import { byRename, bySharedName, inPlace, removingFirst } from '../support/scripted/targets.ts'

/** Time passes for everybody. */
const afterAWhile: ScriptedTarget = {
  files: { s1: 's1.json' },
  calls: {
    *write({ bytes, fs, writer }) {
      yield* fs.sleep(10 * writer)
      yield* fs.writeFile('s1.json', bytes)
    },
  },
}

const learning = (target: ScriptedTarget) => scriptedExecutor(target, { learns: true })

describe('a search on predictions finds what a search finds that carries out everything, in the same states', () => {
  test.each<[string, ScriptedTarget, readonly string[]]>([
    ['in place', inPlace, ['write', 'write']],
    ['in place, twice', inPlace, ['write write', 'write']],
    ['by rename', byRename, ['write', 'write', 'write']],
    ['by a shared name', bySharedName, ['write write', 'write']],
    ['removing first', removingFirst, ['write write', 'write']],
    ['after a while', afterAWhile, ['write', 'write']],
  ])('%s', (_, target, writers) => {
    const workload = workloadOf(...writers)
    const everything = searchCarriedOut(scriptedExecutor(target), workload)
    const found = searchForetold(learning(target), workload)
    expect(found.shown).toEqual(everything.shown)
    expect(found.keys).toEqual(everything.keys)
    expect(found.carriedOut).toBeLessThan(everything.carriedOut / 2)
    expect(found.foretold).toBeGreaterThan(0)
  })
})

test('where nothing is to be decided, there is one state', () => {
  const idle: ScriptedTarget = { files: {}, calls: { *write() {} } }
  expect(searchForetold(learning(idle), workloadOf('write'))).toMatchObject({ states: 1, carriedOut: 1 })
})

/** Writers that meet in one name have many more states, and each error is one more way on from each of them. */
test.each<[string, ScriptedTarget, readonly FaultName[]]>([
  ['by rename', byRename, ['errno', 'short-write', 'kill']],
  ['by a shared name', bySharedName, ['errno:EIO', 'short-write', 'kill']],
])('so it does where one fault may strike every step: %s', (_, target, kinds) => {
  const workload = workloadOf('write', 'write')
  const menu = faultMenu(kinds)
  const everything = searchCarriedOut(scriptedExecutor(target), workload, { menu })
  const found = searchForetold(learning(target), workload, { menu })
  expect(found.shown).toEqual(everything.shown)
  expect(found.keys).toEqual(everything.keys)
  expect(found.carriedOut).toBeLessThan(everything.carriedOut / 2)
})

/** Its second call in a process does something else: what it keeps outlives executions. */
function keepsCount(): ScriptedTarget {
  let calls = 0
  return {
    files: { s1: 's1.json' },
    calls: {
      *write({ bytes, fs }) {
        calls += 1
        if (calls % 3 === 0) yield* fs.unlink('s1.json.old')
        yield* fs.writeFile('s1.json', bytes)
      },
    },
  }
}

test('a target whose memory outlives executions is found out', () => {
  expect(() => searchForetold(learning(keepsCount()), workloadOf('write', 'write'))).toThrow(NotRepeated)
})

test('an execution that comes out differently from what was foretold is named by its first step', () => {
  const [one, other] = [inPlace, byRename].map((target) => executionOf(target)) as [Execution, Execution]
  expect(() => assertAsForetold(one, one)).not.toThrow()
  expect(() => assertAsForetold(one, other)).toThrow(/foretold: step 1 is .*s1\.json.* in one/)
  const changed = { ...one, record: { ...one.record, finals: {} } }
  expect(() => assertAsForetold(changed, one)).toThrow(/it ends as .* in one, as .* in the other/)
})

function executionOf(target: ScriptedTarget): Execution {
  const scheduler = new Exhaustive().begin()
  return scriptedExecutor(target).perform({ workload: workloadOf('write'), scheduler, seed: 1 })
}

/** The moments at which a search comes to lose power: what was asked of the disk by then. */
function momentsOf(target: ScriptedTarget, workload: ReturnType<typeof workloadOf>, menu: FaultMenu | null) {
  const executor = learning(target)
  const request = { workload, seed: 1, recordsDisk: true }
  const search = new ForetoldSearch({
    search: new Exhaustive({ boundedPasses: 0, reduced: false }),
    menu,
    faults: menu ? 1 : 0,
    losesPower: true,
    foretell: () => executor.foretell({ ...request, isNamed: true }),
  })
  const moments = new Set<string>()
  for (let next = search.advance(); next.kind !== 'done'; next = search.advance()) {
    if (next.kind === 'unlearned')
      executor.perform({ ...request, scheduler: new AsForetold(next.schedule, moments.size), teaches: true })
    else if (next.kind === 'moment') moments.add(next.execution.disk?.digestAfter(next.execution.steps) ?? '')
  }
  return [...moments].toSorted()
}

test('an error that may strike takes no moment away at which power is lost', () => {
  /** An error that its writer gets over leaves the same disk as none. */
  const insisting: ScriptedTarget = {
    files: { s1: 's1.json' },
    calls: {
      *write({ bytes, fs, writer }) {
        const temporary = `s1.json.${writer}`
        const handle = yield* fs.open(temporary, 'w')
        yield* fs.write(handle, bytes)
        try {
          yield* fs.fsync(handle)
        } catch {
          yield* fs.fsync(handle)
        }
        yield* fs.close(handle)
        yield* fs.rename(temporary, 's1.json')
      },
    },
  }
  const workload = workloadOf('write', 'write')
  const alone = momentsOf(insisting, workload, null)
  expect(alone.length).toBeGreaterThan(20)
  const once: FaultMenu = ({ op }) =>
    op === 'fsync' ? [{ fault: { kind: 'errno', code: 'EIO' }, weight: 1 }] : []
  expect(momentsOf(insisting, workload, once)).toEqual(alone)
})
