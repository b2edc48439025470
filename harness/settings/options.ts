/** One command-line option: how it is typed, and what help says. */
export interface Option {
  readonly flag: string
  /** What stands after `=` in help; absent for a switch. */
  readonly value?: string
  readonly repeatable?: boolean
  readonly help: string
}

/** Every option, in the order of help; the key is its name in the API and in `defineConfig`. */
export const options = {
  writers: { flag: 'writers', value: 'N', help: 'writer processes (default: generated)' },
  calls: { flag: 'calls', value: 'N', help: 'calls each writer makes (default: generated)' },
  sessions: { flag: 'sessions', value: 'N', help: 'session files (default: generated)' },
  readers: { flag: 'readers', value: 'N', help: 'concurrent readers (default: generated)' },
  seed: {
    flag: 'seed',
    value: 'N',
    help: 'everything random follows from it (default: random, always printed)',
  },
  executions: { flag: 'executions', value: 'N', help: 'at most so many executions' },
  maxTime: { flag: 'max-time', value: '30s', help: 'budget in ms, s, m or h (default: 60s)' },
  strategy: { flag: 'strategy', value: 'NAME', help: 'portfolio, exhaustive, random, pct or pos' },
  faults: {
    flag: 'faults',
    value: 'LIST',
    help: 'kill, errno (errno:ENOSPC,EIO), short-write, stall, power-loss (power-loss:posix, power-loss:ext4), or none',
  },
  oracle: { flag: 'oracle', value: 'LIST', help: "these oracles alone (default: the target's)" },
  samePid: { flag: 'same-pid', help: 'every writer sees the same process.pid, as in containers' },
  isolate: { flag: 'isolate', help: 'fresh processes for every execution' },
  bail: { flag: 'bail', value: 'N', help: 'stop after N distinct violations; 0 = never (default: 1)' },
  times: { flag: 'times', value: 'N', help: 'how often replay carries a violation out (default: 10)' },
  reporter: {
    flag: 'reporter',
    value: 'NAME[:FILE]',
    repeatable: true,
    help: 'terminal, json, junit, github, html or chrome-trace; repeatable',
  },
  outputDir: { flag: 'output-dir', value: 'DIR', help: 'replay files (default: .onewriter)' },
  dir: { flag: 'dir', value: 'DIR', help: 'where run directories are made (default: a memory file system)' },
  shard: { flag: 'shard', value: 'i/n', help: "this machine's share of the work (default: 1/1)" },
  runtime: { flag: 'runtime', value: 'PATH', help: 'the Node binary that runs the writers' },
} as const satisfies Record<string, Option>

/** An option as it is typed; a key that is none stays as it is. */
export function flagOf(key: string): string {
  const option = (options as Record<string, Option>)[key]
  return option ? `--${option.flag}` : key
}
