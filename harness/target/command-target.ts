import path from 'node:path'
import { assertKnownKeys } from '../model/known-keys.ts'
import type { CallContext, OpenContext, StartedProgram, Target, TargetDefinition } from '../model/target.ts'
import { runProgram } from './run-program.ts'

/** What a command is made from. */
export interface CommandContext {
  /** The run directory. */
  readonly dir: string
  /** Absolute path of the session's file. */
  readonly file: string
  readonly session: string
  readonly text: string
  readonly writer: number
  readonly call: number
}

/** The program and its arguments, for one call. */
export type Command = (context: CommandContext) => readonly string[]

export interface CommandTargetOptions extends Pick<
  TargetDefinition,
  'name' | 'oracles' | 'read' | 'load' | 'specification' | 'owns' | 'recover' | 'overlap'
> {
  /** The one command, whose call is named `write`. */
  readonly command?: Command
  /** Several commands by name, in place of `command`. */
  readonly calls?: Readonly<Record<string, Command>>
  /** `stdin`: the program is given `text` there. Default: its stdin is empty. */
  readonly input?: 'stdin' | 'none'
  /** Path of a session's file, inside the run directory. Default: `${dir}/${session}.json`. */
  readonly file?: (where: { readonly dir: string; readonly session: string }) => string
}

const optionKeys = [
  'command',
  'calls',
  'input',
  'file',
  'read',
  'load',
  'specification',
  'owns',
  'recover',
  'name',
  'oracles',
  'overlap',
] as const satisfies readonly (keyof CommandTargetOptions)[]

/**
 * Declares a target that is a program in any language: it is started once for each call, and exit status 0
 * acknowledges the call. Without a `read` or a `specification`, the final file must equal one call's `text`, byte for byte.
 * Where this machine can serve it a file system (`docs/any-program.md`), it is held at each of its steps; else it is raced.
 *
 * One writer's programs for one session run one after the other, since nothing else could keep their order:
 * what the workload leaves un-awaited waits its turn here.
 *
 * @throws TypeError when neither `command` nor `calls` gives functions, or both are given, or there is no such option.
 */
export function commandTarget(options: CommandTargetOptions): Target {
  const commands = commandsOf(options)
  assertKnownKeys('commandTarget', options, optionKeys)
  const { input, command: _command, calls: _calls, file: _file, ...definition } = options
  const fileOf = ({ dir }: OpenContext, session: string) => {
    const named = options.file?.({ dir, session }) ?? path.join(dir, `${session}.json`)
    // Of a path that is none, whoever opens the target tells.
    return typeof named === 'string' ? path.resolve(dir, named) : named
  }
  const startedBy = (command: Command, context: OpenContext, call: CallContext): StartedProgram => {
    const { session, document, text } = call
    const where = { ...context, file: fileOf(context, session) }
    const argv = command({ ...where, session, text, call: document.call })
    return { argv, input: input === 'stdin' ? text : '' }
  }
  return {
    ...definition,
    byteExact: [options.read, options.load, options.specification].every((each) => each === undefined),
    controllable: false,
    started(context, operation, call) {
      const command = commands.find(([name]) => name === operation)?.[1]
      return command ? startedBy(command, context, call) : null
    },
    open(context) {
      const file = (session: string) => fileOf(context, session)
      const latest = new Map<string, Promise<void>>()
      const callOf = (command: Command) => (call: CallContext) => {
        const { session } = call
        const { argv, input: given } = startedBy(command, context, call)
        const start = () => runProgram(argv, given)
        const ended = latest.get(session)?.then(start, start) ?? start()
        latest.set(session, ended)
        return ended
      }
      return { file, calls: Object.fromEntries(commands.map(([name, command]) => [name, callOf(command)])) }
    },
  }
}

/** The commands by the names of their calls. */
function commandsOf(options: CommandTargetOptions): [string, Command][] {
  const { command, calls } = options ?? {}
  const commands = Object.entries(calls ?? (command === undefined ? {} : { write: command }))
  const isEither = (command === undefined) !== (calls === undefined)
  if (isEither && commands.length > 0 && commands.every(([, each]) => typeof each === 'function'))
    return commands
  throw new TypeError(
    "commandTarget expects either { command: ({ file, text, writer, call }) => ['program', …] } or { calls: { name: command, … } }",
  )
}
