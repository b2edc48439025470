import { count } from '../model/count.ts'
import { formatDuration } from '../model/duration.ts'
import { printableLine } from '../model/printable.ts'
import type { Progress } from '../model/settings.ts'

const quietMillis = 1000
const rewriteMillis = 100
const lineMillis = 10_000

/**
 * Shows how far a run is on stderr: one rewritten line on a terminal, one line every ten seconds elsewhere.
 * Nothing is shown of a run that takes less than a second.
 */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream
  readonly #unit: string
  #shownMillis = 0
  #drawn = false

  constructor(stream: NodeJS.WriteStream, unit: string) {
    this.#stream = stream
    this.#unit = unit
  }

  show(progress: Progress): void {
    const terminal = this.#stream.isTTY
    const every = terminal ? rewriteMillis : lineMillis
    const due = this.#shownMillis === 0 ? (terminal ? quietMillis : lineMillis) : this.#shownMillis + every
    if (progress.elapsedMillis < due) return
    this.#shownMillis = progress.elapsedMillis
    const line = printableLine(describe(progress, this.#unit))
    this.#stream.write(
      terminal ? `\r\u001B[K${line.slice(0, (this.#stream.columns || 80) - 1)}` : `${line}\n`,
    )
    this.#drawn = terminal
  }

  clear(): void {
    if (this.#drawn) this.#stream.write('\r\u001B[K')
    this.#drawn = false
  }
}

function describe(
  { executions, elapsedMillis, leftMillis, violations, phase, overlap }: Progress,
  unit: string,
): string {
  const rate = (executions / elapsedMillis) * 1000
  return [
    phase,
    count(executions, unit),
    `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}/s`,
    ...(overlap === undefined ? [] : [`${Math.floor(overlap * 100)} % overlapping`]),
    ...(violations === 0 ? [] : [`${violations} violated`]),
    Number.isFinite(leftMillis) ? `${formatDuration(leftMillis)} left` : formatDuration(elapsedMillis),
  ].join(' · ')
}
