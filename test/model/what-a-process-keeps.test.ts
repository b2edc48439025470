import { expect, test } from 'vitest'
import { workloadOf } from '../support/executor-search.ts'
import { inOrder } from '../support/in-order.ts'
import { fixture } from '../support/targets.ts'
import { withExecutor } from '../support/with-executor.ts'

/** Of executions one after the other, what became of their calls. */
async function outcomesOf(target: string, ...operations: readonly string[]): Promise<string[]> {
  return withExecutor(fixture(target), (executor) =>
    operations.flatMap((operation) => {
      const { record } = executor.perform({ workload: workloadOf(operation), scheduler: inOrder, seed: 1 })
      return record.calls.map(({ outcome, error }) => `${operation} ${outcome} ${error ?? ''}`.trim())
    }),
  )
}

/** POSIX, "File Times Update", and what statx(2) says of the time of birth. */
test('a writer is shown which times a call marks, by virtual time', async () => {
  expect(await outcomesOf('goes-by-times.ts', 'save')).toEqual(['save acknowledged'])
})

test('no execution begins in a process that another one has changed', async () => {
  const environment = ['environment', 'replacedEnvironment', 'clonedEnvironment']
  const acts = ['umask', 'directory', 'title', ...environment, 'stackTraces', 'listener', 'look']
  expect(await outcomesOf('changes-its-process.ts', ...acts)).toEqual(
    acts.map((act) => `${act} acknowledged`),
  )
})
