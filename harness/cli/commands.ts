import type { CommandName } from '../settings/options.ts'
import { soakDefaults } from '../settings/settings.ts'
import type { Command } from './command.ts'

/** Every command, by name, in the order of help. */
export const commands: Readonly<Record<CommandName, Command>> = {
  check: {
    operand: 'TARGET',
    summary: 'the gate: interleavings, each kind of fault and a race, in turn',
    load: () => import('./commands/check.ts'),
  },
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
  soak: {
    operand: 'TARGET',
    summary: 'race and explore in turn with fresh seeds, until --max-time or Ctrl-C',
    defaults: soakDefaults,
    load: () => import('./commands/soak.ts'),
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
  init: {
    operand: 'FILE#EXPORT',
    summary: 'writes a target for a function of yours, and says what to run',
    load: () => import('./commands/init.ts'),
  },
  merge: {
    operand: 'DIR',
    summary: 'the JSON results of several shards as one',
    load: () => import('./commands/merge.ts'),
  },
}
