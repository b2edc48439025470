import type { Program } from './program.ts'
import type { RunDirectory } from './run-directory.ts'

/** One kind of program, ready for one target: where its executions take place, and what stands behind their writers. */
export interface Programs {
  /**
   * Where the next execution takes place: empty, and always the same one until it is lost.
   *
   * @throws HarnessError where there can be none.
   */
  directory(): RunDirectory
  /** Of the directory of the latest execution, in whatever state that is; of the first one's before. */
  readonly path: string
  /**
   * So many, ready to begin; the first stands behind `w1`.
   *
   * @throws HarnessError when the target does not load.
   */
  behindWriters(count: number): readonly Program[]
  /**
   * One that has done nothing yet, in place of one that was killed.
   *
   * @param ordinal of the writer that it stands behind
   * @throws as `behindWriters` does.
   */
  successor(ordinal: number): Program
  /**
   * One that starts again on one disk after the other, and forgets in between.
   *
   * @param isFresh it has done nothing before: what the target keeps in memory is not forgotten otherwise
   */
  restarted(ordinal: number, isFresh: boolean): Program
  /** True where each call is a process of its own, and nothing of it is left for the next execution. */
  readonly keepNothing?: boolean
  /** Those of the next execution have done nothing before. */
  refresh(): Promise<void>
  /** Ends all, and leaves no directory. */
  close(): Promise<void>
}
