import os from 'node:os'

/** What a signal is sent for that only asks whether a process is there: kill(2). */
export const noSignal = 0

/**
 * What becomes of a Node process that gets a signal for which it has no listener: signal(7), and what Node sets up at
 * its start (https://nodejs.org/api/process.html#signal-events).
 */
export type DefaultAction = 'ends' | 'nothing' | 'beyond control'

const ignored: ReadonlySet<string> = new Set([
  'SIGCHLD',
  'SIGURG',
  'SIGWINCH',
  'SIGCONT',
  'SIGPIPE',
  'SIGXFSZ',
])
/** It stops until another signal comes, or becomes a debugger's. */
const uncontrollable: ReadonlySet<string> = new Set(['SIGSTOP', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU', 'SIGUSR1'])

export function defaultActionOf(signal: string): DefaultAction {
  if (ignored.has(signal)) return 'nothing'
  return uncontrollable.has(signal) ? 'beyond control' : 'ends'
}

/** No process has a say in these. */
export function isHandleable(signal: string): boolean {
  return signal !== 'SIGKILL' && signal !== 'SIGSTOP'
}

const names = new Map(Object.entries(os.constants.signals).map(([name, number]) => [number, name]))

/** Every signal of this system, by number. */
export const signalNumbers: readonly number[] = [...names.keys()]

/** Makes a Node process listen for a debugger. */
export const debugSignal = os.constants.signals.SIGUSR1

/** A signal's name: `SIGTERM`; its number where it has none. */
export function signalName(signal: number): string {
  return names.get(signal) ?? `signal ${signal}`
}

/** What Node's own `_kill` gives where there is no such process: the number of the error, less than 0. */
export const noSuchProcess = -os.constants.errno.ESRCH
