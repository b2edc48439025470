/** Built as CommonJS, which Jest loads without a flag; its types are in `jest.d.cts`. */
export { expectHolds, expectReplayGone } from './expectation/elsewhere/expect.ts'
