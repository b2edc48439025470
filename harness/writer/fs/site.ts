import type { FileTimes } from './file-times.ts'
import type { Handles } from './handles.ts'
import type { Originals } from './originals.ts'
import type { Paths } from './paths.ts'

/** What all steps of one interposed file system share. */
export interface Site {
  readonly originals: Originals
  readonly paths: Paths
  readonly handles: Handles
  readonly times: FileTimes
  /** Into how many steps one read or write of more than one byte is split, at least. */
  readonly chunks: number
  readonly nowMillis: () => number
}
