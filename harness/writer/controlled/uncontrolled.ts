import childProcess from 'node:child_process'
import { syncBuiltinESMExports } from 'node:module'
import workerThreads from 'node:worker_threads'

const longest = 60

/**
 * Names whatever could write files without asking: child processes, worker threads, native addons; and who becomes
 * another user, whose permissions nobody has foreseen. And what a writer
 * may wait for that is no step and no active resource of its event loop: `Atomics.waitAsync`. All else that Node offers
 * to wait for is a step (files, timers, `Atomics.wait`), ends by itself (immediates, the thread pool), or is an active
 * resource, which `reportStalls` names: sockets, servers, name look-ups, pipes, ports, watchers, signals that are waited
 * for. https://nodejs.org/api/process.html#processgetactiveresourcesinfo
 *
 * @param isExecuting whether an execution is under way, and not only the target being loaded
 */
export function noteUncontrolled(note: (what: string) => void, isExecuting: () => boolean): void {
  const spawners = ['spawn', 'spawnSync', 'exec', 'execSync', 'execFile', 'execFileSync', 'fork'] as const
  for (const name of spawners) {
    const original = childProcess[name] as (...args: unknown[]) => unknown
    const noted = function (this: unknown, ...args: unknown[]): unknown {
      note(`child process: ${name}(${oneLine(args[0])})`)
      return Reflect.apply(original, this, args)
    }
    Object.defineProperty(noted, 'name', { value: name })
    Object.assign(childProcess, { [name]: noted })
  }
  // What `cluster` and others of Node's start without those.
  const { prototype } = childProcess.ChildProcess
  const start = Reflect.get(prototype, 'spawn') as (options: { file?: unknown }) => unknown
  Reflect.set(prototype, 'spawn', function spawn(this: unknown, options: { file?: unknown }): unknown {
    note(`child process: ${oneLine(options?.file)}`)
    return Reflect.apply(start, this, [options])
  })
  const { Worker } = workerThreads
  Object.assign(workerThreads, {
    Worker: class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        note(`worker thread: ${oneLine(args[0])}`)
        super(...args)
      }
    },
  })
  const waitAsync = Reflect.get(Atomics, 'waitAsync') as ((...args: unknown[]) => unknown) | undefined
  if (waitAsync) {
    const noted = (...args: unknown[]): unknown => {
      // Before that, Node's loader waits so for its own thread.
      if (isExecuting()) note('a wait for another thread: Atomics.waitAsync')
      return waitAsync(...args)
    }
    Object.defineProperty(noted, 'name', { value: 'waitAsync' })
    Object.defineProperty(Atomics, 'waitAsync', { value: noted, writable: true, configurable: true })
  }
  for (const name of ['setuid', 'seteuid', 'setgid', 'setegid', 'setgroups', 'initgroups'] as const) {
    const original = Reflect.get(process, name) as ((...args: unknown[]) => unknown) | undefined
    if (!original) continue
    const noted = (...args: unknown[]): unknown => {
      note(`another user: process.${name}`)
      return Reflect.apply(original, process, args)
    }
    Object.defineProperty(noted, 'name', { value: name })
    Object.assign(process, { [name]: noted })
  }
  const dlopen = process.dlopen.bind(process)
  process.dlopen = (...args: Parameters<typeof dlopen>) => {
    note(`native addon: ${args[1]}`)
    dlopen(...args)
  }
  syncBuiltinESMExports()
}

/** A command or a program may be given as its whole text. */
function oneLine(value: unknown): string {
  const text = String(value).trim().replaceAll(/\s+/g, ' ')
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
