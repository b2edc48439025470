import type { News } from '../protocol/controller-messages.ts'
import type { Executor } from './executor.ts'
import { interposedExecutor, type InterposedExecutorOptions } from './interposed-executor.ts'
import { servedExecutor } from './served-executor.ts'

/**
 * An executor whose writers are held by the means that suit the target.
 *
 * @throws HarnessError as each kind does.
 */
export function executorFor(
  options: InterposedExecutorOptions,
  tell: (news: News) => void,
  onStep: () => void,
): Executor {
  const make = options.facts.served ? servedExecutor : interposedExecutor
  return make(options, tell, onStep)
}
