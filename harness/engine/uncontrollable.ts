import { whyNotServed } from '../processes/serving/serving.ts'

/** Why a target whose writers are to be served their files is only raced, with what helps. */
export function uncontrollable(): string {
  return `the steps of another program cannot be controlled on this machine: ${whyNotServed()}`
}
