import fs from 'node:fs'
import path from 'node:path'
import type { Fault } from '../../harness/model/fault.ts'
import type { CallRecord } from '../../harness/model/record.ts'
import type { PendingStep } from '../../harness/model/step.ts'
import type { Program, Reaction } from '../../harness/model/program.ts'
import type { RunDirectory } from '../../harness/model/run-directory.ts'
import { withServedCommands, type CommandsIn } from '../../scripts/bench/served/with-served-commands.ts'

/** What came of a program whose every step was granted at once. */
export interface Served {
  readonly calls: readonly CallRecord[]
  readonly steps: readonly PendingStep[]
  readonly uncontrolled: readonly string[]
  readonly entries: readonly string[]
}

/** Runs programs one after the other in one directory, which is served to them. */
export async function serve(
  scratch: string,
  commandsIn: CommandsIn,
  strikes?: (step: PendingStep) => Fault | undefined,
): Promise<Served> {
  const [served] = await serveInTurn(scratch, [commandsIn], () => {}, strikes)
  return served as Served
}

/** The same several times, each time in the same mount, emptied. */
export async function serveInTurn(
  scratch: string,
  turns: readonly CommandsIn[],
  between: () => void = () => {},
  strikes: (step: PendingStep) => Fault | undefined = () => undefined,
): Promise<Served[]> {
  let commandsIn: CommandsIn = () => []
  const home = path.join(scratch, `run-${fs.readdirSync(scratch).length}`)
  return withServedCommands(
    home,
    (dir) => commandsIn(dir),
    (programs) => {
      const dir = programs.directory()
      const [program] = programs.behindWriters(1)
      if (!program) throw new Error('there should be a program')
      return turns.map((turn, index) => {
        commandsIn = turn
        if (index > 0) between()
        dir.clear()
        return servedBy(program, dir, turn(dir.path).length, strikes)
      })
    },
  )
}

function servedBy(
  program: Program,
  dir: RunDirectory,
  count: number,
  strikes: (step: PendingStep) => Fault | undefined,
): Served {
  const plan = { operation: 'write', session: 's1', payloadBytes: 1, awaited: true }
  const workload = { writers: [Array.from({ length: count }, () => plan)], readers: 0 }
  const calls = new Map<number, CallRecord>()
  const steps: PendingStep[] = []
  const uncontrolled: string[] = []
  const waiting: PendingStep[] = []
  const take = (reaction: Reaction) => {
    for (const call of reaction.calls ?? []) calls.set(call.call, call)
    steps.push(...(reaction.asked ?? []))
    waiting.push(...(reaction.asked ?? []))
    uncontrolled.push(...(reaction.uncontrolled ?? []), ...(reaction.stalledOn ?? []))
  }
  take(program.begin({ dir: dir.path, writer: 1, workload, seed: 1, pid: 1 }))
  for (let step = waiting.shift(), position = 1; step; step = waiting.shift(), position += 1) {
    const grant = { id: step.id, position, nowMicros: 1e15, fault: strikes(step) }
    take(program.grant(grant, () => `step ${position}`))
  }
  return { calls: [...calls.values()], steps, uncontrolled, entries: dir.entries() }
}
