import path from 'node:path'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { searchWithExecutor } from './executor-search.ts'
import { plan, TestExecutor } from './test-executor.ts'

/** One function, which two writers call once each. */
export interface Compared {
  /** Of its module, below `test/`. */
  readonly target: string
  readonly operation: string
  /** Whether both engines see the very same steps, so that the states are the same, too. */
  readonly isAlike: boolean
  /** Whether it is cheap enough for every run of the tests. */
  readonly isShort?: true
}

const leavesOpen = 'fixtures/leaves-files-open.ts'
export const compared: readonly Compared[] = [
  { target: 'known-bad/in-place.ts', operation: 'export', isAlike: false },
  { target: 'known-bad/fixed-temp-name.ts', operation: 'write', isAlike: false },
  { target: 'known-bad/unlink-before-rename.ts', operation: 'write', isAlike: false },
  { target: 'targets/atomic-write.ts', operation: 'export', isAlike: false },
  { target: 'targets/atomic-write.ts', operation: 'flush', isAlike: false },
  { target: 'targets/write-file-atomic.ts', operation: 'write', isAlike: false },
  { target: leavesOpen, operation: 'inPlace', isAlike: true, isShort: true },
  { target: leavesOpen, operation: 'renamed', isAlike: true, isShort: true },
  { target: leavesOpen, operation: 'blocking', isAlike: true },
]

export interface Searched {
  /** Contents that any execution has left, and oracles that any violates. */
  readonly found: readonly string[]
  readonly states: number
  readonly executions: number
  /** Of one writer alone, in words. */
  readonly steps: readonly string[]
}

/** Every interleaving of the two calls. @throws HarnessError where the same schedule comes to something else */
export async function searchedBy(
  engine: 'interposed' | 'served',
  { target, operation }: Compared,
  test: string,
): Promise<Searched> {
  const served = engine === 'served' ? ({ served: true } as const) : {}
  const executor = new TestExecutor(path.join(test, target), served)
  try {
    const alone = executor.perform({ writers: [[plan(operation, 24)]], readers: 0 }, new Exhaustive().begin())
    const search = new Exhaustive()
    const workload = { writers: [[plan(operation, 24)], [plan(operation, 48)]], readers: 0 }
    const found = searchWithExecutor(executor.executor, workload, search)
    const steps = alone.log().map(({ op, path: at, to }) => [op, at, to].filter(Boolean).join(' '))
    return { found, states: search.graph.nodes.length, executions: search.executions, steps }
  } finally {
    await executor.close()
  }
}

/**
 * Without the steps that only one engine has. To close a file is one for the interposer, and for the kernel it is one
 * where a lock is given back. Where `rm` or `realpath` of Node looks once, it makes several system calls.
 */
function withoutDifferences(steps: readonly string[]): readonly string[] {
  return steps.filter((step) => !/^(?:close|lstat|realpath) /.test(step))
}

/** That functions come to the same, whether they are interposed or served. */
export async function compareEngines(
  test: string,
  row: (isGood: boolean, what: string, figure: string) => void,
): Promise<void> {
  console.log('\ntwo engines: each interleaving of two calls, interposed and served')
  for (const each of compared) {
    const interposed = await searchedBy('interposed', each, test)
    const served = await searchedBy('served', each, test)
    const isSame = JSON.stringify(served.found) === JSON.stringify(interposed.found)
    const haveSameSteps = interposed.steps.join() === served.steps.join()
    const [these, those] = [interposed, served].map(({ steps }) => withoutDifferences(steps).join())
    const areStatesRight = !each.isAlike || interposed.states === served.states
    const violated = interposed.found.filter((what) => what.startsWith('violates '))
    row(
      isSame && these === those && haveSameSteps === each.isAlike && areStatesRight,
      `${path.basename(each.target)}, ${each.operation}`,
      `${interposed.found.length - violated.length} ends, ${violated.join(', ') || 'holds'}; states ${interposed.states} and ${served.states}, executions ${interposed.executions} and ${served.executions}`,
    )
  }
}
