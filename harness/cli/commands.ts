import type { Checked } from '../settings/settings.ts'

/** Carries a command out and returns its exit code. */
export type Perform = (operand: string, checked: Checked) => Promise<number>

export interface Command {
  readonly operand: string
  readonly summary: string
  /** Loaded only when it is asked for: an engine takes a while to import. */
  load(): Promise<{ default: Perform }>
}

/** Every command, by name, in the order of help. */
export const commands: Readonly<Record<string, Command>> = {
  race: {
    operand: 'TARGET',
    summary: 'real processes, free-running, property-based workloads',
    load: () => import('./commands/race.ts'),
  },
  explore: {
    operand: 'TARGET',
    summary: 'controlled interleavings: searched, recorded, replayed',
    load: () => import('./commands/explore.ts'),
  },
  replay: {
    operand: 'FILE',
    summary: 'one saved violation again, in fresh processes',
    load: () => import('./commands/replay.ts'),
  },
  show: {
    operand: 'FILE',
    summary: 'a saved violation as a table, one column a writer',
    load: () => import('./commands/show.ts'),
  },
}
