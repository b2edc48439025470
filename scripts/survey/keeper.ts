import path from 'node:path'
import { confirm } from '../../harness/controller/counterexample/confirm.ts'
import { Heartbeat } from '../../harness/controller/heartbeat.ts'
import { illustrate } from '../../harness/controller/counterexample/illustrate.ts'
import { shrink } from '../../harness/controller/counterexample/shrink.ts'
import type { Executor } from '../../harness/controller/executor.ts'
import type { Counterexample } from '../../harness/model/counterexample.ts'
import { persistenceNames } from '../../harness/model/fault.ts'
import { defaultOracles } from '../../harness/oracles/index.ts'
import { saveCounterexample } from '../../harness/recording/save.ts'
import type { Saved } from './results.ts'
import { mostShrinkMillis, savedAs, seed } from './saved.ts'

const never = new AbortController().signal

/** Saves what fresh processes show too, as `explore` does. */
export class Keeper {
  readonly #target: string
  readonly #outputDir: string
  readonly #executor: Executor
  readonly #keepsState: boolean

  /** @param keepsState the target does, so that a search in the same processes is in vain */
  constructor(target: string, outputDir: string, executor: Executor, keepsState: boolean) {
    this.#target = target
    this.#outputDir = outputDir
    this.#executor = executor
    this.#keepsState = keepsState
  }

  /** @returns the counterexample as saved, or what is wrong with it */
  async save(seen: Counterexample, isMinimal = false): Promise<Saved | string> {
    const { oracle, finding } = seen
    const { times, of, traced } = await confirm(seen, this.#executor, never, {
      heartbeat: new Heartbeat(() => {}),
      isLate: () => false,
    })
    if (times < of) return `${oracle} was violated, but not in every replay: ${finding.message}`
    const shown = illustrate(seen, traced, {
      targetDir: path.dirname(this.#target),
      oracles: defaultOracles,
    })
    const signature = `${oracle}/${finding.kind}`
    const options = { target: this.#target, outputDir: this.#outputDir, seed, signature }
    return savedAs(saveCounterexample(shown, options), shown, isMinimal)
  }

  /** The smallest that fresh processes show; as it was seen where they do not show a smaller. */
  async saveSmallest(seen: Counterexample): Promise<Saved | string> {
    if (this.#keepsState) return this.save(seen)
    const { counterexample, minimal } = shrink(seen, {
      executor: this.#executor,
      foretells: this.#executor.foretells,
      models: persistenceNames,
      limitMillis: mostShrinkMillis,
      stop: never,
    })
    const saved = await this.save(counterexample, minimal)
    return typeof saved === 'string' ? this.save(seen) : saved
  }
}
