import { spawn } from 'node:child_process'
import path from 'node:path'
import { assertKnownKeys } from '../model/known-keys.ts'
import type { CallContext, Target, TargetDefinition } from '../model/target.ts'

export interface CommandContext {
  readonly file: string
  readonly text: string
  readonly writer: number
  readonly call: number
}

export interface CommandTargetOptions extends Pick<TargetDefinition, 'name' | 'oracles'> {
  /** The program and its arguments, for one call. */
  command(context: CommandContext): readonly string[]
  /** `stdin`: the program is given `text` there. Default: its stdin is empty. */
  readonly input?: 'stdin' | 'none'
}

/**
 * Declares a target that is a program in any language: it is started once for each call, and exit status 0
 * acknowledges the call. The final file must equal one call's `text`, byte for byte.
 * Only `race` and `soak` can judge it: its file-system steps are beyond control.
 *
 * One writer's programs for one session run one after the other, since nothing else could keep their order:
 * what the workload leaves un-awaited waits its turn here.
 *
 * @throws TypeError when `command` is not a function, or there is no such option.
 */
export function commandTarget(options: CommandTargetOptions): Target {
  if (typeof options?.command !== 'function') {
    throw new TypeError("commandTarget expects { command: ({ file, text, writer, call }) => ['program', …] }")
  }
  assertKnownKeys('commandTarget', options, ['command', 'input', 'name', 'oracles'])
  const { input, name, oracles } = options
  return {
    ...(name !== undefined && { name }),
    ...(oracles !== undefined && { oracles }),
    byteExact: true,
    controllable: false,
    open({ dir, writer }) {
      const file = (session: string) => path.join(dir, `${session}.json`)
      const latest = new Map<string, Promise<void>>()
      const write = ({ session, document, text }: CallContext) => {
        const argv = options.command({ file: file(session), text, writer, call: document.call })
        const start = () => run(argv, input === 'stdin' ? text : '')
        const ended = latest.get(session)?.then(start, start) ?? start()
        latest.set(session, ended)
        return ended
      }
      return { file, calls: { write } }
    },
  }
}

const stderrTailBytes = 2000

function run([program = '', ...args]: readonly string[], stdin: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'pipe'] })
    let stderr = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-stderrTailBytes)
    })
    // A program may end without reading its input: its exit status tells, not the broken pipe.
    child.stdin.on('error', () => {})
    child.stdin.end(stdin)
    child.on('error', reject)
    child.on('close', (status, signal) => {
      if (status === 0) resolve()
      else reject(new Error(`${program} ended with ${signal ?? `status ${status}`}: ${stderr.trim()}`))
    })
  })
}
