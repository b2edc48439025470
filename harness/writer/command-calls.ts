import path from 'node:path'
import { documentOf } from '../model/document.ts'
import { kindOfValue } from '../model/kind-of-value.ts'
import {
  commandContext,
  type CallContext,
  type CommandCall,
  type FunctionCall,
  type OpenContext,
  type OpenTarget,
  type StartedProgram,
  type Target,
} from '../model/target.ts'
import { firstLines, TargetRefusal } from './load-target.ts'

/** A target that is open, and whose calls are all functions. */
export interface CallableTarget extends Pick<OpenTarget, 'close'> {
  readonly calls: Readonly<Record<string, FunctionCall>>
}

interface CallableOptions {
  readonly context: OpenContext
  /** Told at once which call has started which process. */
  readonly onStarted?: (call: number, pid: number) => void
}

export function isCommand(call: unknown): call is CommandCall {
  const { started, run } = (call ?? {}) as Partial<CommandCall>
  return typeof started === 'function' && typeof run === 'function'
}

/** The same target, in which a call that starts a program is a function that does so. */
export function callable(
  open: OpenTarget,
  { context, onStarted = () => {} }: CallableOptions,
): CallableTarget {
  if (isCallable(open)) return open
  const calls = Object.entries(open.calls).map(([name, each]): [string, FunctionCall] => {
    if (!isCommand(each)) return [name, (call) => each.call(open.calls, call)]
    // A promise of whatever comes of it: to throw is to reject.
    return [
      name,
      async (call) => {
        const program = programOf(name, each, { open, context, call })
        await each.run(program, (pid) => onStarted(call.document.call, pid))
      },
    ]
  })
  return { calls: Object.fromEntries(calls), ...(open.close && { close: () => open.close?.() }) }
}

/**
 * The names of its calls that start programs. Each says once what it would start, and starts nothing.
 *
 * @throws TargetRefusal where it does not say, or where such calls are to overlap
 */
export function commandsIn(
  { overlap }: Pick<Target, 'overlap'>,
  open: OpenTarget,
  context: OpenContext,
): string[] {
  const document = documentOf({ writer: context.writer, call: 1 }, { session: 's1', payloadBytes: 1 })
  const call = { session: 's1', document, text: JSON.stringify(document) }
  const names = Object.entries(open.calls).flatMap(([name, each]) => {
    if (!isCommand(each)) return []
    programOf(name, each, { open, context, call })
    return name
  })
  if (names.length > 0 && overlap)
    throw new TargetRefusal(
      `its \`overlap\` is true, and its ${names.join(', ')} would start a program; expected no \`overlap\`: each call of such a target is awaited`,
    )
  return names
}

/** @throws TargetRefusal where it is no command */
export function assertCommand(operation: string, argv: unknown): void {
  const lack = lackOf(argv)
  if (lack !== null) throw new TargetRefusal(`its ${operation} ${lack}; expected ['program', 'argument', …]`)
}

/** Whether no call of it starts a program. */
export function isCallable(open: OpenTarget): open is OpenTarget & CallableTarget {
  return !Object.values(open.calls).some(isCommand)
}

interface Asked {
  readonly open: OpenTarget
  readonly context: OpenContext
  readonly call: CallContext
}

function programOf(name: string, command: CommandCall, { open, context, call }: Asked): StartedProgram {
  const file = path.resolve(context.dir, open.file?.(call.session) ?? `${call.session}.json`)
  let started: StartedProgram
  try {
    started = command.started(commandContext(context, file, call))
  } catch (error) {
    throw new TargetRefusal(`its ${name} gives no command, but throws ${firstLines(error)}`)
  }
  assertCommand(name, started.argv)
  return started
}

/** What a command lacks, in words; null where it lacks nothing. */
function lackOf(argv: unknown): string | null {
  if (!Array.isArray(argv) || argv.length === 0) return 'gives no command'
  const at = argv.findIndex((each) => typeof each !== 'string')
  return at === -1 ? null : `gives a command of which argument ${at} is no text, but ${kindOfValue(argv[at])}`
}
