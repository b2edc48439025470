import { seedOf } from '../../model/seed.ts'
import type { StrategyName } from '../../model/settings.ts'
import type { Workload } from '../../model/workload.ts'
import type { ExploreOrder } from '../../protocol/controller-messages.ts'
import { samplingStrategy } from '../../strategies/index.ts'
import { withDrawnFaults } from '../../strategies/with-drawn-faults.ts'
import { SampledWorkloads } from './sampled-workload.ts'
import type { Share } from './share.ts'

/** Steps of a call that writes a temporary file and renames it, about: what PCT spreads its change points over. */
const stepsPerCall = 6
/** One execution of so many is carried out twice. */
const determinismEvery = 64

/** Carries out executions, each told by its number alone, until the budget ends. */
export async function sample(
  share: Share,
  strategy: Exclude<StrategyName, 'exhaustive'>,
  { settings, facts, share: { index, of } }: ExploreOrder,
): Promise<void> {
  const workloads = new SampledWorkloads(
    { ...settings, operations: facts.operations, overlap: facts.overlap },
    settings.seed,
  )
  const { executions = Infinity } = settings
  share.heartbeat.phase = 'sampling'
  for (let number = index; number < executions && !share.isOver; number += of) {
    const workload = workloads.of(number)
    const seed = seedOf(settings.seed, number)
    const sampling = samplingStrategy(strategy, number)
    const { menu } = share
    const drawing = menu ? withDrawnFaults(sampling, menu) : sampling
    const scheduler = drawing.begin(seed, expectedSteps(workload))
    await share.carryOut({ workload, scheduler, seed, isChecked: number % determinismEvery < of })
  }
}

/** About how many steps a workload takes. */
export function expectedSteps(workload: Workload): number {
  return stepsPerCall * workload.writers.flat().length
}
