import type { Checked, Defaults } from '../settings/settings.ts'

/** Carries a command out and returns its exit code. */
export type Perform = (operand: string, checked: Checked) => Promise<number>

export interface Command {
  /** What comes after its name; null where nothing does. */
  readonly operand: string | null
  readonly summary: string
  /** What its help shows: the command's name, an operand and options. */
  readonly example: string
  readonly defaults?: Defaults
  /** Loaded only when it is asked for: an engine takes a while to import. */
  load(): Promise<{ default: Perform }>
}
