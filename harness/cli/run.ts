import fs from 'node:fs'
import path from 'node:path'
import { styleText } from 'node:util'
import { Interruption, messageOf, UsageError } from '../model/errors.ts'
import type { Result } from '../model/result.ts'
import type { Verdict } from '../model/verdict.ts'
import { packageVersion } from '../recording/package-version.ts'
import { reporters, type Reporter } from '../report/index.ts'
import { checkOptions } from '../settings/settings.ts'
import { parseArguments } from './arguments.ts'
import { commands } from './commands.ts'
import { help } from './help.ts'
import { ProgressLine } from './progress.ts'

const exitCodes: Readonly<Record<Verdict, number>> = { holds: 0, violated: 1, inconclusive: 3 }
const usageExitCode = 2
const faultExitCode = 3
const interruptedExitCode = 130

/** Runs a command line and returns its exit code; never throws. */
export async function run(argv: readonly string[]): Promise<number> {
  try {
    return await tryRun(argv)
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`onewriter: ${error.message}\n`)
      return usageExitCode
    }
    if (error instanceof Interruption) {
      process.stderr.write(`onewriter: ${error.message}\n`)
      return interruptedExitCode
    }
    process.stderr.write(
      `onewriter: a fault of the harness itself: ${error instanceof Error ? error.stack : String(error)}\n`,
    )
    return faultExitCode
  }
}

async function tryRun(argv: readonly string[]): Promise<number> {
  const { command: name, operands, options, help: wantsHelp, version } = parseArguments(argv)
  if (version) return print(`${packageVersion()}\n`)
  if (wantsHelp) return print(help())
  const command = Object.hasOwn(commands, name ?? '') ? commands[name ?? ''] : undefined
  if (!command) {
    const given = name === undefined ? 'no command is given' : `unknown command \`${name}\``
    throw new UsageError(`${given}; expected one of ${Object.keys(commands).join(', ')}`)
  }
  const [operand, ...surplus] = operands
  if (operand === undefined) throw new UsageError(`${name}: expected a ${command.operand} after it`)
  if (surplus.length > 0)
    throw new UsageError(`${name}: expected one ${command.operand}, got also ${surplus.join(' ')}`)
  const { settings, reporters: asked } = checkOptions(options)
  const outputs = (asked ?? ['terminal']).map(parseReporter)

  process.stderr.write(`seed ${settings.seed}\n`)
  const interruption = new AbortController()
  const interrupt = () => interruption.abort()
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt).on('SIGHUP', interrupt)
  const progress = new ProgressLine(process.stderr, command.unit)
  try {
    const result = await command.run(operand, settings, {
      signal: interruption.signal,
      onProgress: (state) => progress.show(state),
    })
    progress.clear()
    const unwritten = outputs.flatMap((output) => emit(output, result))
    if (!outputs.some(({ file, reporter }) => file === undefined && reporter === reporters['terminal'])) {
      process.stderr.write(`seed ${settings.seed}\n`)
    }
    if (unwritten[0]) throw unwritten[0]
    return interruption.signal.aborted ? interruptedExitCode : exitCodes[result.verdict]
  } finally {
    progress.clear()
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt).off('SIGHUP', interrupt)
  }
}

interface Output {
  readonly reporter: Reporter
  /** Absent: stdout. */
  readonly file: string | undefined
}

/** @throws UsageError when there is no such reporter, or its file cannot be written. */
function parseReporter(text: string): Output {
  const colon = text.indexOf(':')
  const name = colon === -1 ? text : text.slice(0, colon)
  const file = colon === -1 ? undefined : text.slice(colon + 1)
  const reporter = Object.hasOwn(reporters, name) ? reporters[name] : undefined
  if (!reporter || file === '') {
    throw new UsageError(
      `--reporter=${text}: expected NAME or NAME:FILE, NAME one of ${Object.keys(reporters).join(', ')}`,
    )
  }
  if (file !== undefined && (!isDirectory(path.dirname(path.resolve(file))) || isDirectory(file))) {
    throw new UsageError(`--reporter=${text}: expected a file in a directory that exists`)
  }
  return { reporter, file }
}

/** Returns why a report could not be written, so that the others still are. */
function emit({ reporter, file }: Output, result: Result): UsageError[] {
  const text = reporter(result, {
    colour: file === undefined && styleText('red', 'x', { stream: process.stdout }) !== 'x',
  })
  try {
    if (file === undefined) process.stdout.write(text)
    else fs.writeFileSync(file, text)
    return []
  } catch (error) {
    return [new UsageError(`--reporter: expected a file that can be written (${messageOf(error)})`)]
  }
}

function isDirectory(file: string): boolean {
  try {
    return fs.statSync(file).isDirectory()
  } catch {
    return false
  }
}

function print(text: string): number {
  process.stdout.write(text)
  return 0
}
