import path from 'node:path'
import { assertKnownKeys } from '../model/known-keys.ts'
import {
  commandContext,
  type CallContext,
  type CommandCall,
  type OpenContext,
  type Target,
  type TargetDefinition,
} from '../model/target.ts'
import { command, type Command, type CommandOptions } from './command.ts'

export interface CommandTargetOptions
  extends
    CommandOptions,
    Pick<
      TargetDefinition,
      'name' | 'oracles' | 'read' | 'load' | 'specification' | 'owns' | 'recover' | 'overlap'
    > {
  /** The one command, whose call is named `write`. */
  readonly command?: Command
  /** Several commands by name, in place of `command`. */
  readonly calls?: Readonly<Record<string, Command>>
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
  const { input: _input, command: _command, calls: _calls, file: _file, ...definition } = options
  const fileOf = ({ dir }: OpenContext, session: string) => {
    const named = options.file?.({ dir, session }) ?? path.join(dir, `${session}.json`)
    // Of a path that is none, whoever opens the target tells.
    return typeof named === 'string' ? path.resolve(dir, named) : named
  }
  const startedBy = (each: CommandCall, context: OpenContext, call: CallContext) =>
    each.started(commandContext(context, fileOf(context, call.session), call))
  return {
    ...definition,
    byteExact: [options.read, options.load, options.specification].every((each) => each === undefined),
    controllable: false,
    started(context, operation, call) {
      const each = commands.find(([name]) => name === operation)?.[1]
      return each ? startedBy(each, context, call) : null
    },
    open(context) {
      const file = (session: string) => fileOf(context, session)
      const latest = new Map<string, Promise<void>>()
      const callOf = (each: CommandCall) => (call: CallContext) => {
        const { session } = call
        const started = startedBy(each, context, call)
        const start = () => each.run(started)
        const ended = latest.get(session)?.then(start, start) ?? start()
        latest.set(session, ended)
        return ended
      }
      return { file, calls: Object.fromEntries(commands.map(([name, each]) => [name, callOf(each)])) }
    },
  }
}

/** The commands by the names of their calls. */
function commandsOf(options: CommandTargetOptions): [string, CommandCall][] {
  const { command: only, calls, input } = options ?? {}
  const commands = Object.entries(calls ?? (only === undefined ? {} : { write: only }))
  const isEither = (only === undefined) !== (calls === undefined)
  if (isEither && commands.length > 0 && commands.every(([, each]) => typeof each === 'function'))
    return commands.map(([name, each]) => [name, command(each, input === undefined ? {} : { input })])
  throw new TypeError(
    "commandTarget expects either { command: ({ file, text, writer, call }) => ['program', …] } or { calls: { name: command, … } }",
  )
}
