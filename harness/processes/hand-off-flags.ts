/**
 * V8's flags for processes that take turns on one core, https://nodejs.org/api/cli.html#useful-v8-options:
 * helper threads would only take that core from whoever's turn it is, and a young generation that fits into the
 * core's cache beside those of the others is faster, and does not grow over thousands of executions.
 */
export const handOffFlags = ['--single-threaded', '--max-semi-space-size=1'] as const
