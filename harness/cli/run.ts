import { limitsWithin } from '../engine/limits.ts'
import { parseDurationMillis } from '../model/duration.ts'
import { Interruption, Starved, UsageError } from '../model/errors.ts'
import { suggestionOf } from '../model/nearest.ts'
import { packageVersion } from '../recording/package-version.ts'
import { assertRead } from '../settings/assert-read.ts'
import { commandNames, options as table, type CommandName } from '../settings/options.ts'
import type { RunOptions } from '../settings/schema.ts'
import { checkOptions } from '../settings/settings.ts'
import { shardFromEnvironment } from '../settings/shard-from-environment.ts'
import { parseArguments } from './arguments.ts'
import { commands } from './commands.ts'
import { loadConfig } from './config-file.ts'
import { exitCode } from './exit-code.ts'
import { help, helpOf } from './help.ts'
import { say } from './say.ts'

/** Runs a command line and returns its exit code; never throws. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    return await tryRun(argv)
  } catch (error) {
    if (error instanceof UsageError) return complain(error.message, exitCode.usage)
    if (error instanceof Interruption) return complain(error.message, exitCode.interrupted)
    if (error instanceof Starved) return complain(error.message, exitCode.inconclusive)
    const details = error instanceof Error ? error.stack : String(error)
    return complain(`a fault of the harness itself: ${details}`, exitCode.inconclusive)
  }
}

async function tryRun(argv: readonly string[]): Promise<number> {
  const { command: name, operands, options, help: wantsHelp, version } = parseArguments(argv)
  if (version) return print(`${packageVersion()}\n`)
  const known = commandNames.find((each) => each === name)
  if (wantsHelp) return print(known ? helpOf(known) : help())
  if (!known) {
    const given = name === undefined ? 'no command is given' : `unknown command \`${name}\``
    const meant = name === undefined ? '' : suggestionOf(name, commandNames)
    throw new UsageError(`${given}; expected one of ${commandNames.join(', ')}${meant}`)
  }
  const command = commands[known]
  if (command.operand === null && operands.length > 0)
    throw new UsageError(`${name}: expected nothing after it, got ${operands.join(' ')}`)
  const [operand = command.operand === null ? '' : undefined, ...surplus] = operands
  if (operand === undefined) {
    throw new UsageError(`${name}: expected a ${command.operand}, for example: onewriter ${command.example}`)
  }
  if (surplus.length > 0) {
    throw new UsageError(`${name}: expected one ${command.operand}, got also ${surplus.join(' ')}`)
  }
  assertRead(known, options)
  const given = { ...(await loadConfig(process.cwd(), configMillisWithin(options.maxTime))), ...options }
  const checked = checkOptions(
    { ...given, ...launched(known, given) },
    command.defaults ? { defaults: command.defaults } : {},
  )
  const { default: perform } = await command.load()
  return perform(operand, checked)
}

/** Which share of the work is this machine's, where whatever has started it tells and its user does not. */
function launched(command: CommandName, { shard, seed }: RunOptions): RunOptions {
  if (shard !== undefined || !table.shard.readBy.some((name) => name === command)) return {}
  const told = shardFromEnvironment(process.env, { isSeedGiven: seed !== undefined })
  if (!told) return {}
  say(`${told.says}\n`, 'stderr')
  return { shard: told.shard, ...(told.seed !== null && { seed: told.seed }) }
}

/** A budget that is given on the command line bounds what comes before it, too. */
function configMillisWithin(maxTime: unknown): number | undefined {
  const millis = typeof maxTime === 'string' ? parseDurationMillis(maxTime) : null
  return typeof millis === 'number' && millis > 0 ? limitsWithin(millis).loadMillis : undefined
}

function print(text: string): number {
  say(text)
  return exitCode.holds
}

function complain(message: string, code: number): number {
  say(`onewriter: ${message}\n`, 'stderr')
  return code
}
