import fs from 'node:fs'
import path from 'node:path'
import type { Fault } from '../../harness/model/fault.ts'
import type { PendingStep } from '../../harness/model/step.ts'
import { grantAll, type Served } from '../../scripts/bench/served/grant-all.ts'
import { withServedCommands, type CommandsIn } from '../../scripts/bench/served/with-served-commands.ts'

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
        return grantAll(program, dir, turn(dir.path).length, strikes)
      })
    },
  )
}
