import { ReplayDivergence } from '../model/errors.ts'
import { ProgramGone } from '../model/program.ts'
import { judge } from '../oracles/index.ts'
import type { News, ReplayOrder } from '../protocol/controller-messages.ts'
import { Heartbeat } from './heartbeat.ts'
import { executorFor } from './executor-for.ts'

/** Carries a saved counterexample out again, each time in fresh processes, and tells how often it showed. */
export async function replayOrder(order: ReplayOrder, tell: (news: News) => void): Promise<void> {
  const { counterexample, times: of } = order
  const heartbeat = new Heartbeat(tell)
  const executor = executorFor({ ...order, samePid: counterexample.samePid }, tell, () => heartbeat.beat())
  let times = 0
  try {
    for (let attempt = 0; attempt < of; attempt += 1) {
      await executor.refresh()
      const execution = executor.replay(counterexample)
      heartbeat.count(execution)
      const [judgement] = judge(execution.record, [counterexample.oracle])
      if (judgement?.verdict === 'violated') times += 1
      await heartbeat.yield()
    }
    tell({ type: 'replayed', times, of, divergence: null })
  } catch (error) {
    if (error instanceof ProgramGone) throw await error.program.causeOfEnd(error.silentMillis)
    if (!(error instanceof ReplayDivergence)) throw error
    tell({ type: 'replayed', times, of, divergence: error.message })
  } finally {
    await executor.close()
  }
}
