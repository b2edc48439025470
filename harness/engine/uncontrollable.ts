import { whyNotServed } from '../processes/serving/serving.ts'

/** Why a target that starts programs is only raced, with what helps. */
export function uncontrollable(): string {
  return `the steps of another program cannot be controlled on this machine: ${whyNotServed()}`
}
