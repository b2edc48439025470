import { seedOf } from '../../model/seed.ts'
import type { ExploreOrder, News } from '../../protocol/controller-messages.ts'
import { exhaust } from './exhaust.ts'
import type { PhaseShare } from './phase-share.ts'
import { sample } from './sample.ts'
import type { Share } from '../share.ts'
import type { Work } from './turns.ts'

/** Of a phase's time, what its search gets as long as it has something to do; the rest is for samples. */
const searchPart = 0.75
/** Without faults, so many more sizes are searched before that waits for the kinds of faults. */
const plainAhead = 3
/** So many samples of a phase will do on this core, where every search has come to its end. */
const enoughSamples = 32

type Executions = AsyncGenerator<undefined, void>

/** What a controller goes on with: of each phase a search, samples, or both. */
export class Works {
  /** In the order of their first turns. */
  readonly all: readonly Work[]
  readonly #share: Share
  readonly #order: ExploreOrder
  readonly #tell: (news: News) => void
  #unsearched = 0
  #hasSearched = false
  /** Of each that is sampled, how often it was. */
  readonly #samples = new Map<PhaseShare, number>()

  constructor(share: Share, order: ExploreOrder, tell: (news: News) => void) {
    this.#share = share
    this.#order = order
    this.#tell = tell
    const isAlone = share.phases.length === 1
    this.all = share.phases.flatMap((phase, number) => {
      const { weight } = phase.phase
      const search = this.#searchOf(phase)
      const samples = this.#samplesOf(phase, number)
      if (!search || !samples)
        return [search ?? samples ?? []].flat().map((executions) => ({ weight, executions }))
      // Alone, it is searched first: what a search finds is known to be small.
      if (isAlone) return [{ weight, executions: this.#oneAfterTheOther(search, samples) }]
      const ahead = phase.phase.faults.length > 0 ? 0 : plainAhead
      return [
        {
          weight: weight * searchPart,
          executions: search,
          sizes: () => Math.max(0, phase.sizes - ahead),
        },
        { weight: weight * (1 - searchPart), executions: samples },
      ]
    })
  }

  /** All that can be searched was, and each phase has had its share of samples. */
  get isSatisfied(): boolean {
    if (!this.#hasSearched || this.#unsearched > 0) return false
    return [...this.#samples.values()].every((samples) => samples >= enoughSamples)
  }

  #searchOf(phase: PhaseShare): Executions | null {
    const { strategy, executions } = this.#order.settings
    // Where executions are counted, they are samples: any of them can be had again by its number.
    const isPart = strategy === 'portfolio' && executions === undefined && !phase.phase.isSampledOnly
    if (strategy !== 'exhaustive' && !isPart) return null
    this.#hasSearched = true
    this.#unsearched += 1
    return this.#noticingItsEnd(exhaust(this.#share, phase, this.#order, this.#tell))
  }

  async *#noticingItsEnd(search: AsyncGenerator<undefined, boolean>): Executions {
    if (yield* search) this.#unsearched -= 1
  }

  #samplesOf(phase: PhaseShare, number: number): Executions | null {
    const { strategy, seed } = this.#order.settings
    if (strategy === 'exhaustive') return null
    this.#samples.set(phase, 0)
    const baseSeed = number === 0 ? seed : seedOf(seed, number)
    return this.#counting(phase, sample(this.#share, phase, strategy, { order: this.#order, baseSeed }))
  }

  async *#counting(phase: PhaseShare, samples: Executions): Executions {
    for await (const each of samples) {
      this.#samples.set(phase, (this.#samples.get(phase) ?? 0) + 1)
      yield each
    }
  }

  async *#oneAfterTheOther(search: Executions, samples: Executions): Executions {
    const { maxTimeMillis } = this.#order.settings
    for await (const each of search) {
      yield each
      if (this.#share.isPast(searchPart * maxTimeMillis)) break
    }
    yield* samples
  }
}
