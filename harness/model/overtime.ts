/**
 * What is found late in the budget is still made smaller, confirmed and told: within this time after the budget's end,
 * whatever the writers are. Each part of that ends a while before the next, so that all of them have some.
 */
export const overtime = {
  /** Nothing smaller is looked for any more. */
  shrinkMillis: 6_000,
  /** Nothing is repeated any more that was repeated once. */
  repeatMillis: 8_500,
  /** What has not come to its end is ended. */
  mostMillis: 13_500,
} as const
