import { EventEmitter } from 'node:events'

const ending: ReadonlySet<unknown> = new Set(['beforeExit', 'exit'])
const methods = [
  'on',
  'once',
  'off',
  'addListener',
  'removeListener',
  'prependListener',
  'prependOnceListener',
  'listenerCount',
  'listeners',
  'rawListeners',
  'emit',
] as const

type Method = (event: unknown, ...rest: readonly unknown[]) => unknown

/** Who is told by Bun itself that a process comes to its end. */
interface Told {
  readonly beforeExit: () => void
  readonly exit: () => void
}

/**
 * Bun tells listeners of `beforeExit` and `exit` without looking `process.emit` up, so that nobody could come before
 * them. Here, whoever listens to these is kept apart from whom Bun tells: `process.emit` tells them.
 */
export function keepEndEventsApart({ beforeExit, exit }: Told): void {
  const kept = new EventEmitter()
  process.on('beforeExit', beforeExit)
  process.on('exit', (code) => {
    exit()
    kept.emit('exit', code)
  })
  const others = new Map<string, Method>(
    methods.map((name) => [name, (Reflect.get(process, name) as Method).bind(process)]),
  )
  for (const [name, ofProcess] of others) {
    const ofKept = (Reflect.get(kept, name) as Method).bind(kept)
    const either: Method = (event, ...rest) => {
      const given = ending.has(event) ? ofKept(event, ...rest) : ofProcess(event, ...rest)
      return given === kept ? process : given
    }
    Object.assign(process, { [name]: either })
  }
  const removeAll = process.removeAllListeners.bind(process)
  Object.assign(process, {
    removeAllListeners: (event?: string) => {
      if (event === undefined || ending.has(event)) kept.removeAllListeners(event)
      if (!ending.has(event)) removeAll(event)
      return process
    },
  })
}
