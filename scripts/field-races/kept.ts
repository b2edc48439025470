import fs from 'node:fs'
import path from 'node:path'
import type { Found, Method } from './measure.ts'

/** What was measured of one defect: one entry a seed. */
export interface Figures {
  readonly found: Readonly<Record<Method, Found[]>>
  /** Of executions whose steps are drawn at random, how many show it; where others have published that. */
  readonly shares: number[]
  /** What the right version is accused of; null where it is not, undefined before it was asked. */
  accused?: string | null
}

/** Under which they were measured. */
export interface Conditions {
  /** Of one run. */
  readonly maxSeconds: number
  readonly cores: number
}

/** What has been measured so far, a file for each defect: a measurement may be ended and gone on with. */
export class Kept {
  readonly #dir: string
  readonly #conditions: Conditions

  constructor(dir: string, conditions: Conditions) {
    this.#dir = dir
    this.#conditions = conditions
    fs.mkdirSync(dir, { recursive: true })
  }

  /**
   * @returns null where nothing is kept
   * @throws Error where it was measured under other conditions.
   */
  load(name: string): Figures | null {
    const file = this.#fileOf(name)
    if (!fs.existsSync(file)) return null
    const { conditions, figures } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
      conditions: Conditions
      figures: Figures
    }
    const [then, now] = [conditions, this.#conditions].map(
      ({ maxSeconds, cores }) => `${maxSeconds} s, ${cores} cores`,
    )
    if (then === now) return figures
    throw new Error(`${file}: measured with ${then}, and this is ${now}; remove it, or measure as it was`)
  }

  save(name: string, figures: Figures): void {
    fs.writeFileSync(this.#fileOf(name), JSON.stringify({ conditions: this.#conditions, figures }))
  }

  #fileOf(name: string): string {
    return path.join(this.#dir, `${name}.json`)
  }
}
