import type { Content } from '../../model/content.ts'
import type { Workload } from '../../model/workload.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import { contentsKey } from './contents-key.ts'

/** When an application is asked what it loads. */
export interface LoadMoment {
  /** Nobody else has anything left to do, so that what it waits for is over. */
  readonly mayWait: boolean
  /** Virtual time. */
  readonly nowMicros: number
  /** Stands for what can be seen beside data and times: see `looksKey`. */
  readonly looks: string
  /** Stands for times of files, where somebody asks at that moment: few loads look at them. */
  readonly times: () => string
}

/** What came of it. */
export interface Loaded {
  /** By session; null where the store is read file by file, or the load would have to wait, or to change what is there. */
  readonly contents: Readonly<Record<string, Content>> | null
  /** It has looked at the clock: at another time it may see something else. */
  readonly looksAtClock?: true
  /** It has looked at times of files, or may have. */
  readonly seesTimes?: true
}

/** What an application sees of a directory. */
export type Load = (dir: RunDirectory, workload: Workload, moment: LoadMoment) => Loaded

/** What was loaded at one moment. */
interface Answer {
  readonly moment: Pick<LoadMoment, 'mayWait' | 'nowMicros'>
  readonly loaded: Loaded
  /** Of files at that moment; empty where the load has not looked at them. */
  readonly times: string
}

/** Lets the application load between two steps, once for each state of the directory. */
export class Loader {
  readonly #dir: RunDirectory
  readonly #load: Load
  #latest: (Answer & { readonly key: string }) | null = null

  constructor(dir: RunDirectory, load: Load) {
    this.#dir = dir
    this.#load = load
  }

  /** The same, of a fork. @param dir of the fork */
  fork(dir: RunDirectory): Loader {
    const fork = new Loader(dir, this.#load)
    fork.#latest = this.#latest
    return fork
  }

  contents(workload: Workload, moment: LoadMoment): Loaded['contents'] {
    const key = `${workload.writers.length} ${moment.looks} ${contentsKey(this.#dir)}`
    const known = this.#latest
    if (known?.key === key && isAnswered(known, moment)) return known.loaded.contents
    const loaded = this.#load(this.#dir, workload, moment)
    this.#latest = { key, moment, loaded, times: loaded.seesTimes ? moment.times() : '' }
    return loaded.contents
  }
}

/** Whether what was loaded at one moment says what would be loaded at another, of the same directory. */
function isAnswered({ moment, loaded, times: before }: Answer, { mayWait, nowMicros, times }: LoadMoment) {
  if (loaded.looksAtClock && moment.nowMicros !== nowMicros) return false
  if (loaded.seesTimes && before !== times()) return false
  return loaded.contents !== null || moment.mayWait === mayWait
}
