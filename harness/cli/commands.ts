import type { Result } from '../model/result.ts'
import type { RunHooks, Settings } from '../model/settings.ts'

/** A command that runs a target; its engine is loaded only when it is asked for. */
export interface Command {
  readonly operand: string
  readonly summary: string
  /** What `Progress.executions` counts. */
  readonly unit: string
  run(operand: string, settings: Settings, hooks: RunHooks): Promise<Result>
}

/** Every command, by name, in the order of help. */
export const commands: Readonly<Record<string, Command>> = {
  explore: {
    operand: 'TARGET',
    summary: 'controlled interleavings: searched, recorded, replayed',
    unit: 'executions',
    run: async (target, settings, hooks) =>
      (await import('../engine/explore/explore.ts')).explore(target, settings, hooks),
  },
  race: {
    operand: 'TARGET',
    summary: 'real processes, free-running, property-based workloads',
    unit: 'rounds',
    run: async (target, settings, hooks) =>
      (await import('../engine/race/race.ts')).race(target, settings, hooks),
  },
}
