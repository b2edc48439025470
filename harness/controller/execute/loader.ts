import type { Content } from '../../model/content.ts'
import type { Workload } from '../../model/workload.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import { contentsKey } from './contents-key.ts'

/** What an application sees of a directory, by session; null where it is read file by file, or would have to wait. */
export type Load = (
  dir: RunDirectory,
  workload: Workload,
  mayWait: boolean,
) => Readonly<Record<string, Content>> | null

/** Lets the application load between two steps, once for each state of the directory. */
export class Loader {
  readonly #dir: RunDirectory
  readonly #load: Load
  #latest: { readonly key: string; readonly mayWait: boolean; readonly contents: ReturnType<Load> } | null =
    null

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

  /** @param mayWait whether nobody else has anything left to do, so that what it waits for is over */
  contents(workload: Workload, mayWait: boolean): ReturnType<Load> {
    const key = this.#keyOf(workload)
    const known = this.#latest
    if (known?.key === key && (known.contents || known.mayWait === mayWait)) return known.contents
    const contents = this.#load(this.#dir, workload, mayWait)
    this.#latest = { key, mayWait, contents }
    return contents
  }

  #keyOf(workload: Workload): string {
    return `${workload.writers.length} ${contentsKey(this.#dir)}`
  }
}
