import type { RunOptions } from '../../settings/schema.ts'
import type { ReplayGoneOptions } from '../judge-replay-gone.ts'

/** What a process is asked to judge. Plain data. */
export type Order =
  | { readonly expectation: 'holds'; readonly subject: string; readonly options: RunOptions }
  | { readonly expectation: 'replay-gone'; readonly subject: string; readonly options: ReplayGoneOptions }
