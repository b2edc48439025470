import type { Executor } from '../../harness/controller/executor.ts'
import { TestExecutor, type ExecutorOptions } from '../../scripts/proof/test-executor.ts'
import { takeOneCore } from './one-core.ts'

/** Controlled writers of one target, for a test that decides their steps itself. */
export async function withExecutor<T>(
  target: string,
  body: (executor: Executor) => T,
  options?: ExecutorOptions,
): Promise<T> {
  takeOneCore()
  const test = new TestExecutor(target, options)
  try {
    return body(test.executor)
  } finally {
    await test.close()
  }
}
