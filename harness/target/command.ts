import { assertKnownKeys } from '../model/known-keys.ts'
import type { CommandCall, CommandContext } from '../model/target.ts'
import { runProgram } from './run-program.ts'

/** The program and its arguments, for one call. */
export type Command = (context: CommandContext) => readonly string[]

export interface CommandOptions {
  /** `stdin`: the program is given `text` there. Default: its stdin is empty. */
  readonly input?: 'stdin' | 'none'
}

const optionKeys = ['input'] as const satisfies readonly (keyof CommandOptions)[]

/**
 * Declares a call of a `defineTarget` that starts a program in any language, beside calls that are functions. Exit
 * status 0 acknowledges it. All calls of such a target are held by serving them their files (`docs/any-program.md`).
 *
 * @throws TypeError when it is given no function, or an option that there is not.
 */
export function command(start: Command, options: CommandOptions = {}): CommandCall {
  if (typeof start !== 'function')
    throw new TypeError(
      "command expects a function: command(({ file, text, writer, call }) => ['program', 'argument', …])",
    )
  assertKnownKeys('command', options, optionKeys)
  const { input = 'none' } = options
  if (input !== 'stdin' && input !== 'none')
    throw new TypeError(`command expects input: 'stdin' or 'none', and is given ${JSON.stringify(input)}`)
  return {
    started: (context) => ({ argv: start(context), input: input === 'stdin' ? context.text : '' }),
    run: runProgram,
  }
}
