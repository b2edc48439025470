import { seedOf } from '../../model/seed.ts'
import { sharesFile } from '../../model/target.ts'
import type { StrategyName } from '../../model/settings.ts'
import type { Workload } from '../../model/workload.ts'
import type { ExploreOrder } from '../../protocol/controller-messages.ts'
import { samplingStrategy } from '../../strategies/index.ts'
import { withDrawnFaults } from '../../strategies/with-drawn-faults.ts'
import type { PhaseShare } from './phase-share.ts'
import type { Execution } from '../execute/execution.ts'
import { foretellSamples } from './foretell-samples.ts'
import { SampledWorkloads } from './sampled-workload.ts'
import type { Share } from '../share.ts'

/** Steps of a call that writes a temporary file and renames it, about: what PCT spreads its change points over. */
const stepsPerCall = 6
/** Keeps the numbers of what is foretold apart from those of what is carried out. */
const furtherStream = 1 << 20
/** One execution of so many is carried out twice. */
const determinismEvery = 64

export interface SampleOptions {
  readonly order: ExploreOrder
  /** Of this phase: another one looks at other workloads. */
  readonly baseSeed: number
}

/**
 * Carries out executions, each told by its number alone, until the budget ends. Stops after each, until it is asked for
 * more.
 */
export async function* sample(
  share: Share,
  phase: PhaseShare,
  strategy: Exclude<StrategyName, 'exhaustive'>,
  { order, baseSeed }: SampleOptions,
): AsyncGenerator<undefined, void> {
  const { settings, facts } = order
  const { index, of } = order.share
  const { operations, overlap, loads } = facts
  const workloads = new SampledWorkloads(
    { ...settings, operations, overlap, loads, sharesFile: sharesFile(facts) },
    baseSeed,
    phase.phase.faults.length > 0,
  )
  const lengths = new Lengths()
  const executions = phase.phase.executions ?? settings.executions ?? Infinity
  // Where executions are counted, each follows from its number alone.
  const teaches = share.executor.foretells && executions === Infinity && phase.losses === null
  const schedulerOf = (number: number, workload: Workload) => {
    const sampling = samplingStrategy(strategy, number)
    const { menu, faults } = phase
    const drawing = menu ? withDrawnFaults(sampling, menu, faults) : sampling
    // What strikes is told by what has struck as well as by the number. Without faults, the number alone tells all.
    const expected = menu ? lengths.expected(workload) : expectedSteps(workload)
    return drawing.begin(seedOf(baseSeed, number), expected)
  }
  for (let number = index; number < executions && !share.isOver && !phase.isHopeless; number += of) {
    share.heartbeat.phase = 'sampling'
    const workload = workloads.of(number)
    // What is learned of one execution serves those alone that draw the same.
    const seed = seedOf(baseSeed, teaches ? workloads.numberOf(number) : number)
    const scheduler = schedulerOf(number, workload)
    const onExecution = ({ steps }: Execution) => lengths.learn(workload, steps)
    const isChecked = number % determinismEvery < of
    yield* share.inParts({ phase, workload, scheduler, seed, isChecked, teaches, onExecution })
    yield undefined
    if (!teaches || workloads.numberOf(number) === workloads.numberOf(number + of)) continue
    const begin = (further: number) => schedulerOf((number + 1) * furtherStream + further, workload)
    yield* foretellSamples(share, { phase, workload, seed, begin })
    yield undefined
  }
}

/** About how many steps a workload takes, where nothing is known of the target. */
export function expectedSteps(workload: Workload): number {
  return stepsPerCall * callsOf(workload)
}

function callsOf({ writers }: Workload): number {
  return writers.flat().length
}

/** How many steps a call of this target takes: a fault that is due within the first few never strikes the later ones. */
class Lengths {
  #steps = 0
  #calls = 0

  learn(workload: Workload, steps: number): void {
    this.#steps += steps
    this.#calls += callsOf(workload)
  }

  expected(workload: Workload): number {
    const seen = this.#calls === 0 ? 0 : this.#steps / this.#calls
    return Math.ceil(Math.max(stepsPerCall, seen) * callsOf(workload))
  }
}
