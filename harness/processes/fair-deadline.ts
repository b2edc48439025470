import { Silence } from './silence.ts'

const lookMillis = 250

/** Tells when a process has had its time, on a machine where others have theirs as well. */
export class FairDeadline {
  readonly #timer: NodeJS.Timeout

  /**
   * @param withinMillis less the time in which the process was ready to run and others ran; of all time, a third counts
   * @param onLate told whether the process was kept waiting for most of the time
   */
  constructor(pid: number, withinMillis: number, onLate: (isStarved: boolean) => void) {
    const silence = new Silence()
    const started = performance.now()
    let lookedAt = started
    const look = () => {
      const now = performance.now()
      silence.add(now - lookedAt, [pid])
      lookedAt = now
      const passedMillis = now - started
      if (silence.millis >= withinMillis) {
        this.end()
        onLate(isStarvedAfter(passedMillis, silence.millis))
      }
    }
    silence.add(0, [pid])
    this.#timer = setInterval(look, Math.min(lookMillis, withinMillis))
  }

  end(): void {
    clearInterval(this.#timer)
  }
}

/** Whether a process had to wait for more than half of the time. */
export function isStarvedAfter(passedMillis: number, countedMillis: number): boolean {
  return passedMillis > 2 * countedMillis
}
