import type { Witness } from '../../model/witness.ts'
import type { Observer } from './observer.ts'

/** Tells a witness what programs do, and nothing of what a kill has cut short. */
export function witnessing(witness: Witness): Observer {
  const killed = (writer: number) => witness.killed(writer)
  return {
    take({ writer, step, done, isKilled, nowMicros, position }) {
      if (done && !isKilled) witness.performed(writer, step, done.happened, nowMicros, position)
    },
    react(writer, reaction, asked) {
      witness.reacted(writer, reaction, asked)
    },
    kill: killed,
    exit: killed,
    losePower(_model, _missing, writers) {
      for (const writer of writers) killed(writer)
    },
  }
}
