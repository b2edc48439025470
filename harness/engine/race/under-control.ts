import { count } from '../../model/count.ts'
import { formatDuration } from '../../model/duration.ts'
import { HarnessError } from '../../model/errors.ts'
import type { Result, Violation } from '../../model/result.ts'
import type { RunHooks, Settings } from '../../model/settings.ts'
import type { OracleName } from '../../model/verdict.ts'
import { ControllerProcess } from '../../processes/controller-process.ts'
import { pins } from '../../processes/cores.ts'
import type { Pool } from '../../processes/pool.ts'
import type { Sought } from '../../protocol/controller-messages.ts'
import { exploreOrder } from '../explore/explore-order.ts'
import { ExploreRun } from '../explore/explore-run.ts'

/** Of the time that there is: the rest is for the replays in fresh processes. */
const searchPart = 0.5
const shrinkPart = 0.25

export interface SeekOptions {
  /** Path of the target module. */
  readonly target: string
  readonly settings: Settings
  readonly hooks: RunHooks
  /** All that the run asks about: what else breaks is told beside what is sought. */
  readonly oracles: readonly OracleName[]
  readonly sought: Sought
  /** Of the directories in which it works; no two of a run may have the same. */
  readonly name: string
  /** Within which it ends, whatever comes of it. */
  readonly limitMillis: number
}

export interface SoughtUnderControl {
  /** What was sought, with its schedule; null where it was not seen. */
  readonly violation: Violation | null
  /** Why it has no schedule, as a sentence for a person. */
  readonly why: string
  readonly executions: number
  readonly steps: number
}

/** Seeks under control what a race has found: the same kind of violation, of the same oracle, in the same workload. */
export async function seekUnderControl(pool: Pool, options: SeekOptions): Promise<SoughtUnderControl> {
  const started = performance.now()
  const { target, hooks, oracles, sought, name, limitMillis } = options
  const settings: Settings = {
    ...options.settings,
    maxTimeMillis: searchPart * limitMillis,
    executions: undefined,
    faults: [],
    bail: 1,
    shard: { index: 1, count: 1 },
  }
  const run = new ExploreRun(pool.facts, settings, oracles, { hooks, started, target })
  const cores = pins()
  const controllers = cores.map(
    (pin, index) =>
      new ControllerProcess({
        pin,
        privilege: pool.privilege,
        guard: pool.guard,
        order: {
          ...exploreOrder(pool, { target, settings, oracles, started }),
          name: `${name}-${index}`,
          phases: [{ name: 'seeking', faults: [], weight: 1 }],
          sought,
          mostShrinkMillis: shrinkPart * limitMillis,
          share: { index, of: cores.length },
        },
        onNews: (news) => run.take(news, index),
      }),
  )
  const stop = () => controllers.forEach((controller) => controller.stop())
  const abort = () => controllers.forEach((controller) => controller.kill())
  run.onEnough = stop
  hooks.signal?.addEventListener('abort', abort, { once: true })
  const timer = setTimeout(stop, limitMillis)
  const ended = await Promise.allSettled(controllers.map((controller) => controller.ended))
  clearTimeout(timer)
  hooks.signal?.removeEventListener('abort', abort)
  abort()
  for (const outcome of ended)
    if (outcome.status === 'rejected' && outcome.reason instanceof HarnessError) run.note(outcome.reason)
  const result = run.result()
  const { executions, steps, violations } = result
  return { violation: violations[0] ?? null, why: whyNotSeen(result), executions, steps }
}

/** What kept it from being seen under control. */
function whyNotSeen({ escapes, problems, executions, elapsedMs }: Result): string {
  const [problem] = problems
  if (escapes.length > 0)
    return `there is no schedule to replay: the target does what no schedule decides (${escapes.join('; ')})`
  if (problem)
    return `there is no schedule to replay, since it could not be sought under control: ${problem.message}`
  return `there is no schedule to replay: it was sought under control with the same workload, and not seen in ${count(executions, 'execution')} within ${formatDuration(elapsedMs)}`
}
