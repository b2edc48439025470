import type { FileTimes } from './file-times.ts'
import type { Handles } from './handles.ts'
import type { Inodes } from './inodes.ts'
import type { Originals } from './originals.ts'
import type { Note } from './note.ts'
import type { OnlyLooking } from './only-looking.ts'
import type { Outside } from './outside.ts'
import type { Paths } from './paths.ts'

/** What all steps of one interposed file system share. */
export interface Site {
  readonly originals: Originals
  readonly paths: Paths
  readonly outside: Outside
  readonly onlyLooking: OnlyLooking
  readonly handles: Handles
  readonly times: FileTimes
  readonly inodes: Inodes | undefined
  /** Into how many steps one read or write of more than one byte is split, at least. */
  readonly chunks: number
  readonly nowMillis: () => number
  /** The directory of temporary files, which is empty when an execution begins; undefined where that is the machine's. */
  readonly temporary: string | undefined
  /** Told wherever a target asks for times of a file, be it a step or not. */
  readonly looked: () => void
  /** Told wherever a target uses times that a step has shown. */
  readonly usesTimes: () => void
  /** Told of what reaches under the run directory, or out of it, without becoming a step. */
  readonly note: Note
}
