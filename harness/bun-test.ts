export { expectHolds, expectReplayGone } from './expectation/elsewhere/expect.ts'
export type { ReplayGoneOptions } from './expectation/judge-replay-gone.ts'
