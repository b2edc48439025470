import { InterposedPrograms } from '../programs/interposed/interposed-programs.ts'
import type { News, Order } from '../protocol/controller-messages.ts'
import { Executor } from './executor.ts'

export interface InterposedExecutorOptions extends Pick<
  Order,
  'target' | 'runtime' | 'root' | 'name' | 'compileCacheDir' | 'facts'
> {
  readonly samePid: boolean
  /** Default: it does not. */
  readonly learns?: boolean
  /** As in `ExecutorOptions`. */
  readonly omitsTimes?: boolean
}

/**
 * An executor whose writers are Node processes under control.
 *
 * @throws HarnessError when its directory cannot be made where it should be.
 */
export function interposedExecutor(
  { facts, samePid, learns = false, omitsTimes = false, ...options }: InterposedExecutorOptions,
  tell: (news: News) => void,
  onStep: () => void,
): Executor {
  const { target, runtime, root, name, compileCacheDir } = options
  const programs = new InterposedPrograms({
    target,
    runtime,
    root,
    name,
    compileCacheDir,
    onSpawn: (pid, label) => tell({ type: 'spawned', pid, label }),
    onEnd: (pid) => tell({ type: 'ended', pid }),
    onWorn: (what) => tell({ type: 'fresh-processes', why: `it leaves ${what} changed` }),
  })
  return new Executor({
    programs,
    facts,
    samePid,
    ask: (request, expected) => programs.ask(request, expected),
    learns,
    omitsTimes,
    onStep,
  })
}
