/** What each exit code means to a script. */
export const exitCode = {
  holds: 0,
  violated: 1,
  usage: 2,
  inconclusive: 3,
  interrupted: 130,
} as const
