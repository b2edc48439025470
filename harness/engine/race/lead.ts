const leastMicros = 800
const mostMicros = 16_000
/** More processes than cores cannot all be punctual; beyond this, it is the message that came late. */
const punctualMicros = 1000

/**
 * How long before the barrier the start message is sent. A busy machine delivers late, and a writer that hears
 * of the start after it has missed the race; a quiet one should not wait for nothing.
 */
export class Lead {
  micros = leastMicros

  /** @param latenessMicros by how much the last writer missed the latest barrier */
  learn(latenessMicros: number): void {
    const next = latenessMicros > punctualMicros ? this.micros * 1.5 : this.micros * 0.8
    this.micros = Math.min(mostMicros, Math.max(leastMicros, next))
  }
}
