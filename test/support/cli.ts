import path from 'node:path'
import { execa, type Options } from 'execa'
import type { Result } from 'onewriter'
import { expect } from 'vitest'

export const root = path.resolve(import.meta.dirname, '../..')
const entry = path.join(root, 'dist/harness/cli.bundle.js')

/** Starts the command-line program as a user would. */
export function startCli(
  args: readonly string[],
  options: Options = {},
  /** A command that starts it. */
  within: readonly string[] = [],
) {
  const [program = '', ...rest] = [...within, process.execPath, entry, ...args]
  return execa(program, rest, {
    cwd: root,
    reject: false,
    stdin: 'ignore',
    ...options,
    // Where these tests run is nothing that the program under test shall tell of.
    env: {
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
      GITHUB_ACTIONS: undefined,
      GITHUB_STEP_SUMMARY: undefined,
      GITHUB_WORKSPACE: undefined,
      CI_NODE_TOTAL: undefined,
      BUILDKITE_PARALLEL_JOB_COUNT: undefined,
      STRATEGY_JOB_TOTAL: undefined,
      ...options.env,
    },
  })
}

export interface Ran {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs the command-line program to its end. */
export function cli(...args: readonly string[]): Promise<Ran> {
  return cliAt(root, ...args)
}

/** The same in a directory. */
export async function cliAt(cwd: string, ...args: readonly string[]): Promise<Ran> {
  const { exitCode, stdout, stderr } = await startCli(args, { cwd })
  return { exitCode, stdout: String(stdout), stderr: String(stderr) }
}

/** It was told something that it cannot do: one line says so, with this in it. */
export function expectRefused({ exitCode, stdout, stderr }: Ran, message: string): void {
  expect(exitCode).toBe(2)
  expect(stdout).toBe('')
  expect(stderr.trim().split('\n')).toHaveLength(1)
  expect(stderr).toContain(message)
}

/** Runs it in surroundings of a test's own; `isolated`: what is mounted meanwhile is seen by nobody else, and goes with it. */
export async function cliIn(
  { env, isolated }: { readonly env: Record<string, string>; readonly isolated: boolean },
  ...args: readonly string[]
): Promise<Ran> {
  const { exitCode, stdout, stderr } = await startCli(args, { env }, isolated ? ['unshare', '-m'] : [])
  return { exitCode, stdout: String(stdout), stderr: String(stderr) }
}

/** Runs it and reads its JSON result. */
export async function cliResult(...args: readonly string[]) {
  const outcome = await cli(...args, '--reporter=json')
  return { ...outcome, result: JSON.parse(outcome.stdout) as Result }
}
