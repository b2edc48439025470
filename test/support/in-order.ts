import type { Chosen, Scheduler } from '../../harness/model/strategy.ts'

/** Lets whoever waits first go. */
export const inOrder: Scheduler = {
  choose: ({ choices }): Chosen => ({ choice: choices[0] as Chosen['choice'] }),
}
