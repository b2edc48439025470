import { Silence } from './silence.ts'

const lookMillis = 250
/** Who had this much of the time that it was promised was not starved. */
const fairShare = 3 / 4

/** Tells when a process has had its time, on a machine where others have theirs as well. */
export class FairDeadline {
  readonly #timer: NodeJS.Timeout

  /**
   * @param withinMillis less the time in which the process was ready to run and others ran; of all time, a third counts
   * @param onLate told whether the process was kept from most of the time that it was promised
   */
  constructor(pid: number, withinMillis: number, onLate: (isStarved: boolean) => void) {
    const silence = new Silence()
    let lookedAt = performance.now()
    const look = () => {
      const now = performance.now()
      silence.add(now - lookedAt, [pid])
      lookedAt = now
      if (silence.millis >= withinMillis) {
        this.end()
        onLate(isStarvedAfter(silence.ownMillis, withinMillis))
      }
    }
    silence.add(0, [pid])
    this.#timer = setInterval(look, Math.min(lookMillis, withinMillis))
  }

  end(): void {
    clearInterval(this.#timer)
  }
}

/** Whether a process had too little of the time that it was promised for its being late to say anything of it. */
export function isStarvedAfter(ownMillis: number, promisedMillis: number): boolean {
  return ownMillis < fairShare * promisedMillis
}
