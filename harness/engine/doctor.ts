import fs from 'node:fs'
import { pins } from '../processes/cores.ts'
import { isOnPath } from '../processes/on-path.ts'
import { baseDirectory } from '../processes/run-directory.ts'
import { serving, type Serving } from '../processes/serving/serving.ts'

/** One thing that this machine can or cannot do. */
export interface Finding {
  readonly what: string
  /** How it is, in words; where it cannot be done, what helps. */
  readonly found: string
}

/** By its type number, as statfs(2) has it. */
const memoryFileSystem = 0x01021994
const runtimes = ['bun', 'deno', 'python3', 'perl', 'cc']

/** What this machine can do for a run. Nothing is left behind. */
export function examine(): Finding[] {
  const cores = pins()
  const isBound = cores.some((pin) => pin.length > 0)
  const dir = baseDirectory(undefined)
  const inMemory = process.platform === 'linux' && fs.statfsSync(dir).type === memoryFileSystem
  return [
    { what: 'node', found: `${process.version} on ${process.platform} ${process.arch}` },
    {
      what: 'cores',
      found: `${cores.length}${isBound ? ', one for each controller and its writers' : '; taskset(1), of the package util-linux, would bind processes to them'}`,
    },
    {
      what: 'run directories',
      found: inMemory
        ? `in ${dir}, a memory file system`
        : `in ${dir}; a memory file system with 512 MiB free at /dev/shm would be faster`,
    },
    { what: 'programs', found: toldOf(serving()) },
    { what: 'also there', found: runtimes.filter(isOnPath).join(', ') || 'no other runtime' },
  ]
}

function toldOf(how: Serving): string {
  switch (how.by) {
    case 'root':
      return 'held at each step, through /dev/fuse as root'
    case 'namespace':
      return 'held at each step, through /dev/fuse in a user namespace'
    case 'sudo':
      return 'held at each step, through /dev/fuse in a user namespace that sudo makes'
    case null:
      return `raced, and not held: ${how.why}`
  }
}
