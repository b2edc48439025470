import { afterEach, expect, test } from 'vitest'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { lookingTimerMillis, type GeneratedProgram } from '../../scripts/proof/generated/program.ts'
import { withExecutor } from '../support/with-executor.ts'
import { searchAnew, searchWithExecutor, workloadOf } from '../support/executor-search.ts'
import { fixture } from '../support/targets.ts'
import { Unreduced } from '../support/unreduced.ts'

const variable = 'ONEWRITER_TEST_PROGRAMS'
const open = { op: 'open', path: 's1.json', flags: 'w' } as const
const stat = { op: 'stat', path: 's1.json' } as const

/** Of the kind that `test/strategies/generated.test.ts` makes up; what they have seen is in the file at the end. */
const programs: readonly [GeneratedProgram, GeneratedProgram][] = [
  [
    [open, { op: 'fstat' }, { op: 'write', text: 'all' }],
    [open, { op: 'write' }],
  ],
  [
    [open, { op: 'utimes', path: 's1.json', value: 5 }, stat, { op: 'write', text: 'all' }],
    [open, { op: 'write' }],
  ],
  [
    [{ op: 'mkdir', path: 'd' }, { op: 'readdir', path: '' }, open, { op: 'write', text: 'latest' }],
    [
      { op: 'open', path: 't1', flags: 'wx' },
      { op: 'unlink', path: 't1' },
    ],
  ],
  [
    [open, { op: 'timer', value: lookingTimerMillis }, { op: 'write', text: 'latest' }],
    [{ op: 'timer', value: 10 }, open, { op: 'timer', value: lookingTimerMillis }],
  ],
  [
    [{ op: 'timer', value: 10 }, open, { op: 'write', text: 'own' }],
    [{ op: 'timer', value: 10 }, stat, open, { op: 'write', text: 'latest' }],
  ],
  [
    [{ op: 'open', path: 'b', flags: 'wx' }, { op: 'rename', path: 'b', to: 's1.json' }, stat],
    [open, stat, { op: 'write', text: 'latest', when: 'odd' }],
  ],
]

afterEach(() => {
  delete process.env[variable]
})

test.each(programs)(
  'real writers of %j beside %j end as under every single interleaving',
  async (...both) => {
    process.env[variable] = JSON.stringify(both)
    const workload = workloadOf('run', 'run')
    await withExecutor(
      fixture('runs-a-generated-program.ts'),
      (executor) => {
        const found = searchAnew(executor, workload, () => new Exhaustive({ boundedPasses: 0 }))
        expect(found).toEqual(searchWithExecutor(executor, workload, new Unreduced()))
      },
      { byteExact: false, customRead: true, omitsTimes: true },
    )
  },
)
