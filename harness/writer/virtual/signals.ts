import { EventEmitter } from 'node:events'
import { writerOf } from '../../model/pids.ts'
import {
  debugSignal,
  defaultActionOf,
  isHandleable,
  noSignal,
  noSuchProcess,
  signalName,
} from '../../model/signals.ts'
import { errnoError } from '../fs/errors.ts'
import type { Gate } from '../gate.ts'
import type { Patches } from './patches.ts'

/** Who this writer is, and how many it knows of. */
export interface Peers {
  readonly pid: number
  readonly writer: number
  readonly writers: number
}

export interface SignalOptions {
  readonly gate: Gate
  readonly peers: () => Peers
  /** Names what no schedule decides. */
  readonly note: (what: string) => void
}

/** Captured before the virtual timers are there. */
const { setImmediate } = globalThis
const emit = EventEmitter.prototype.emit.bind(process)

/**
 * Keeps signals among the writers. `process.kill` checks what it is given and then calls `process._kill`, which says by
 * a number what came of it. There is nobody but the writers: whether one of them lives, and a signal to it, is a step.
 */
export function patchSignals(patches: Patches, { gate, peers, note }: SignalOptions): void {
  const send = (receiver: number, signal: number): number => {
    try {
      gate.block({
        step: { op: 'signal', receiver, signal, sync: true },
        perform: () => {},
        fail: (code) => errnoError(code, 'kill'),
      })
      return 0
    } catch (error) {
      return (error as NodeJS.ErrnoException).errno ?? noSuchProcess
    }
  }
  const sendToItself = (writer: number, signal: number): number => {
    const name = signalName(signal)
    if (signal === noSignal) return 0
    if (isHandleable(name) && process.listenerCount(name) > 0) {
      setImmediate(() => emit(name, name, signal))
      return 0
    }
    const action = defaultActionOf(name)
    if (action === 'ends') return send(writer, signal)
    if (action === 'beyond control') note(`signal: ${name} to itself`)
    return 0
  }
  const kill = (pid: number, signal: number): number => {
    const { pid: own, writer, writers } = peers()
    if (pid === own) return sendToItself(writer, signal)
    const receiver = writerOf(pid, own, writers)
    if (receiver !== null) return send(receiver, signal)
    // Nobody else is there, and a group is whoever the kernel takes for one.
    if (pid <= 0) note(`signal: ${signalName(signal)} to a process group`)
    else if (signal !== noSignal) note(`signal: ${signalName(signal)} to process ${pid}`)
    return noSuchProcess
  }
  patches.replace(process, '_kill', function _kill(pid: number, signal: number): number {
    return kill(pid, signal)
  })
  // It sends a signal by itself: https://nodejs.org/api/process.html#signal-events, SIGUSR1.
  patches.replace(process, '_debugProcess', function _debugProcess(pid: number): void {
    if (kill(pid, debugSignal) < 0) throw errnoError('ESRCH', 'kill')
  })
}
