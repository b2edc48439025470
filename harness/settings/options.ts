export const commandNames = [
  'check',
  'race',
  'explore',
  'soak',
  'replay',
  'show',
  'regress',
  'init',
  'merge',
  'doctor',
] as const
export type CommandName = (typeof commandNames)[number]

const engines = ['check', 'race', 'explore', 'soak'] as const
/** Those that decide steps. */
const controlled = ['check', 'explore', 'soak'] as const

/** One command-line option: how it is typed, what help says, and which commands read it. */
export interface Option {
  readonly flag: string
  /** What stands after `=` in help; absent for a switch. */
  readonly value?: string
  readonly repeatable?: boolean
  /** A switch that is on unless it is switched off: help tells of `--no-…`. */
  readonly isOn?: true
  readonly help: string
  /** The others refuse it. */
  readonly readBy: readonly CommandName[]
}

/** Every option, in the order of help; the key is its name in the API and in `defineConfig`. */
export const options = {
  writers: { flag: 'writers', value: 'N', help: 'writer processes (default: generated)', readBy: engines },
  calls: { flag: 'calls', value: 'N', help: 'calls each writer makes (default: generated)', readBy: engines },
  sessions: { flag: 'sessions', value: 'N', help: 'session files (default: generated)', readBy: engines },
  readers: {
    flag: 'readers',
    value: 'N',
    help: 'concurrent readers (default: generated)',
    readBy: ['check', 'race', 'soak'],
  },
  seed: {
    flag: 'seed',
    value: 'N',
    help: 'everything random follows from it (default: random, always printed)',
    readBy: engines,
  },
  executions: { flag: 'executions', value: 'N', help: 'at most so many executions', readBy: engines },
  maxTime: {
    flag: 'max-time',
    value: '30s',
    help: 'budget in ms, s, m or h (default: 60s)',
    readBy: engines,
  },
  strategy: {
    flag: 'strategy',
    value: 'NAME',
    help: 'portfolio, exhaustive, random, pct or pos',
    readBy: controlled,
  },
  faults: {
    flag: 'faults',
    value: 'LIST',
    help: 'kill, errno (errno:ENOSPC,EIO), short-write, stall, power-loss (power-loss:posix, power-loss:ext4), or none',
    readBy: controlled,
  },
  faultsAtOnce: {
    flag: 'faults-at-once',
    value: 'N',
    help: 'a search lets up to N faults strike one execution (default: 1, and 2 where sizes grow)',
    readBy: ['check', 'explore'],
  },
  oracle: {
    flag: 'oracle',
    value: 'LIST',
    help: "these oracles alone (default: the target's)",
    readBy: engines,
  },
  control: {
    flag: 'control',
    value: 'NAME',
    help: "interposed (functions of Node), served (any program, by a file system of the harness's), or auto",
    readBy: controlled,
  },
  samePid: {
    flag: 'same-pid',
    help: 'every writer sees the same process.pid, as in containers',
    readBy: engines,
  },
  isolate: { flag: 'isolate', help: 'fresh processes for every execution', readBy: engines },
  predict: {
    flag: 'predict',
    isOn: true,
    help: 'carry every execution out for real: foretell none',
    readBy: controlled,
  },
  bail: {
    flag: 'bail',
    value: 'N',
    help: 'stop after N distinct violations; 0 = never (default: 1)',
    readBy: engines,
  },
  times: {
    flag: 'times',
    value: 'N',
    help: 'how often replay carries a violation out (default: 10)',
    readBy: ['replay'],
  },
  strict: {
    flag: 'strict',
    help: 'a check that looked at little is inconclusive, exit 3',
    readBy: ['check'],
  },
  changed: {
    flag: 'changed',
    value: 'REF',
    help: 'only where a file that the target is made of differs from a branch or commit',
    readBy: ['check'],
  },
  reporter: {
    flag: 'reporter',
    value: 'NAME[:FILE]',
    repeatable: true,
    help: 'terminal, json, junit, github, html, chrome-trace or sarif; repeatable',
    readBy: [...engines, 'show', 'merge'],
  },
  outputDir: {
    flag: 'output-dir',
    value: 'DIR',
    help: 'replay files (default: .onewriter)',
    readBy: engines,
  },
  dir: {
    flag: 'dir',
    value: 'DIR',
    help: 'where run directories are made (default: a memory file system)',
    readBy: [...engines, 'replay'],
  },
  shard: {
    flag: 'shard',
    value: 'i/n',
    help: "this machine's share of the work (default: 1/1)",
    readBy: engines,
  },
  runtime: {
    flag: 'runtime',
    value: 'PATH',
    help: 'the Node, Bun or Deno binary that runs the writers',
    readBy: [...engines, 'replay'],
  },
  runner: {
    flag: 'runner',
    value: 'NAME',
    help: 'what runs the test: vitest, jest, node, bun or shell',
    readBy: ['regress'],
  },
  into: {
    flag: 'into',
    value: 'DIR',
    help: 'where the test goes (default: beside its target)',
    readBy: ['regress'],
  },
  force: { flag: 'force', help: 'replace files that are there', readBy: ['regress'] },
} as const satisfies Record<string, Option>

/** An option as it is typed; a key that is none stays as it is. */
export function flagOf(key: string): string {
  const option = (options as Record<string, Option>)[key]
  return option ? `--${option.flag}` : key
}
