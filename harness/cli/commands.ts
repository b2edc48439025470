import type { CommandName } from '../settings/options.ts'
import { soakDefaults } from '../settings/settings.ts'
import type { Command } from './command.ts'

/** Every command, by name, in the order of help. */
export const commands: Readonly<Record<CommandName, Command>> = {
  check: {
    operand: 'TARGET',
    summary: 'the gate: interleavings, each kind of fault and a race, in turn',
    example: 'check save.target.ts --max-time=60s',
    load: () => import('./commands/check.ts'),
  },
  race: {
    operand: 'TARGET',
    summary: 'real processes, running free',
    example: 'race save.target.ts --executions=200',
    load: () => import('./commands/race.ts'),
  },
  explore: {
    operand: 'TARGET',
    summary: 'real processes, each step of them decided, recorded and replayed',
    example: 'explore save.target.ts --writers=2 --faults=kill,errno',
    load: () => import('./commands/explore.ts'),
  },
  soak: {
    operand: 'TARGET',
    summary: 'explore and race by turns with fresh seeds, until --max-time or Ctrl-C',
    example: 'soak save.target.ts --max-time=8h',
    defaults: soakDefaults,
    load: () => import('./commands/soak.ts'),
  },
  replay: {
    operand: 'FILE',
    summary: 'a saved violation again, in fresh processes',
    example: 'replay .onewriter/save-parses-1b3f0c2a.json --times=3',
    load: () => import('./commands/replay.ts'),
  },
  show: {
    operand: 'FILE',
    summary: 'a saved violation as a table, one column a writer',
    example: 'show .onewriter/save-parses-1b3f0c2a.json --reporter=html:picture.html',
    load: () => import('./commands/show.ts'),
  },
  regress: {
    operand: 'FILE',
    summary: 'a saved violation as a test to commit, for your test runner',
    example: 'regress .onewriter/save-parses-1b3f0c2a.json --runner=vitest',
    load: () => import('./commands/regress.ts'),
  },
  init: {
    operand: 'FILE#EXPORT or PACKAGE#EXPORT',
    summary: 'writes a target for a function of yours, or of a package, and says what to run',
    example: 'init src/save.ts#save',
    load: () => import('./commands/init.ts'),
  },
  merge: {
    operand: 'DIR',
    summary: 'the JSON results of several shards as one',
    example: 'merge .onewriter --reporter=junit:onewriter.xml',
    load: () => import('./commands/merge.ts'),
  },
  doctor: {
    operand: null,
    summary: 'what this machine can do, and what helps where it cannot',
    example: 'doctor',
    load: () => import('./commands/doctor.ts'),
  },
}
