import { syncBuiltinESMExports } from 'node:module'
import { debugSignal, noSignal, noSuchProcess, signalName } from '../model/signals.ts'
import { errnoError } from './fs/errors.ts'
import { keepStrangersPriorities } from './stranger-priorities.ts'

type Kill = (pid: number, signal: number) => number

/**
 * Keeps the signals of a racing process among the writers: `process.kill` checks what it is given and then calls
 * `process._kill`, which says by a number what came of it. To a target, nobody else is there.
 */
export class RacingSignals {
  readonly #kill = Reflect.get(process, '_kill') as Kill
  readonly #own = process.pid
  #peers: readonly number[] = []
  #strangers: string[] = []

  install(): void {
    Object.assign(process, {
      _kill: (pid: number, signal: number) => this.#send(pid, signal),
      // It sends a signal by itself.
      _debugProcess: (pid: number) => {
        if (this.#send(pid, debugSignal) < 0) throw errnoError('ESRCH', 'kill')
      },
    })
    keepStrangersPriorities(
      (pid) => (pid === process.pid ? this.#own : [this.#own, ...this.#peers].includes(pid) ? pid : null),
      (pid) => this.#strangers.push(`a priority to process ${pid}`),
    )
    syncBuiltinESMExports()
  }

  /** @param peers the real process numbers of the writers of a round */
  begin(peers: readonly number[]): void {
    // Where all read one number, each is alone, as in a container.
    this.#peers = process.pid === this.#own ? peers : []
    this.#strangers = []
  }

  /** Signals that were kept from others than the writers, in words. */
  get strangers(): readonly string[] {
    return this.#strangers
  }

  #send(pid: number, signal: number): number {
    // `process.pid` may read what all writers' does.
    if (pid === process.pid || pid === this.#own)
      return Reflect.apply(this.#kill, process, [this.#own, signal])
    if (this.#peers.includes(pid)) return Reflect.apply(this.#kill, process, [pid, signal])
    if (pid <= 0) this.#strangers.push(`${signalName(signal)} to a process group`)
    else if (signal !== noSignal) this.#strangers.push(`${signalName(signal)} to process ${pid}`)
    return noSuchProcess
  }
}
