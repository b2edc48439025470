import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Runs a fixture in a process of its own, since it patches Node, and gives what it printed. */
export function runFixture(name: string, input: unknown, args: string[] = []): unknown {
  const script = fileURLToPath(new URL(`fixtures/${name}`, import.meta.url))
  const child = spawnSync(process.execPath, [script, ...args], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (child.status !== 0) throw new Error(`${name} exited with ${child.status}:\n${child.stderr}`)
  return JSON.parse(child.stdout) as unknown
}

export interface Snippet {
  /** Runs before anything is controlled. */
  readonly before?: string
  readonly code: string
  readonly faults?: readonly { op: string; path?: string; fault: object }[]
}

export interface Outcome {
  readonly value?: unknown
  readonly error?: { message: string; code?: string; errno?: number; syscall?: string; name: string }
  readonly steps: string[]
  readonly notes: string[]
}

export function runSnippets(snippets: readonly Snippet[]): Outcome[] {
  return runFixture('run-snippets.mjs', { snippets }) as Outcome[]
}

/** The rows of a table with their places in it, where one fixture runs all of them at once. */
export function numbered<T extends object>(rows: readonly T[]): (T & { index: number })[] {
  return rows.map((row, index) => Object.assign({ index }, row))
}
