import { InterposedPrograms } from '../programs/interposed/interposed-programs.ts'
import { ServedPrograms } from '../programs/served/served-programs.ts'
import { runtimeOf } from '../processes/runtime.ts'
import type { News } from '../protocol/controller-messages.ts'
import type { Ask } from './ask-target.ts'
import { Executor } from './executor.ts'
import { whileHolding } from './execute/while-holding.ts'
import type { InterposedExecutorOptions } from './interposed-executor.ts'

/**
 * An executor whose writers are programs of any kind, which are served their files. What only the target's own code
 * can tell is asked of a Node process, as ever, or of one of the runtime that the target is for.
 *
 * @throws HarnessError when its directories cannot be made where they should be.
 */
export function servedExecutor(
  { facts, samePid, ...options }: InterposedExecutorOptions,
  tell: (news: News) => void,
  onStep: () => void,
): Executor {
  const { target, runtime, root, name, compileCacheDir } = options
  const onSpawn = (pid: number, label: string) => tell({ type: 'spawned', pid, label })
  const onEnd = (pid: number) => tell({ type: 'ended', pid })
  const isNode = runtimeOf(runtime).name === 'node'
  const asked = new InterposedPrograms({
    target,
    runtime: isNode ? runtime : process.execPath,
    root,
    name,
    compileCacheDir,
    onSpawn,
    onEnd,
    onWorn() {},
  })
  const programs = new ServedPrograms({
    root,
    name: `${name}-served`,
    ask: (order) => askTarget({ type: 'programs', ...order }, 'started-programs'),
    runtime,
    target,
    startsPrograms: facts.startsPrograms === true,
    recovers: facts.recovers,
    samePid,
    compileCacheDir,
    onSpawn,
    onEnd,
    onClose: () => asked.close(),
  })
  const askTarget: Ask = (request, expected) =>
    isNode ? asked.ask(request, expected) : programs.ask(request, expected)
  const ask: Ask = (request, expected) => {
    if (request.type !== 'load-store') return askTarget(request, expected)
    // It would ask for its files of this very process, which waits for it.
    const copy = asked.directory()
    return whileHolding(copy, programs.directory().tree(), () =>
      askTarget({ ...request, dir: copy.path }, expected),
    )
  }
  return new Executor({
    programs,
    facts,
    samePid,
    ask,
    onStep,
  })
}
