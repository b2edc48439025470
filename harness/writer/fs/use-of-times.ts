import type { BigIntStats, Stats } from 'node:fs'

const timed = /^(a|m|c|birth)time(Ms|Ns)?$/

/**
 * Tells when somebody uses a time of what was looked at. Most targets look for a size, a mode or a kind alone, and do
 * the same at any time.
 *
 * @param used told at each use
 */
export function tellingUseOfTimes<T extends Stats | BigIntStats>(stats: T, used: () => void): T {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(stats)))
    if (timed.test(name)) tellUse(stats, name, value, used)
  return stats
}

function tellUse(stats: object, name: string, value: unknown, used: () => void): void {
  const plain = { configurable: true, enumerable: true }
  Object.defineProperty(stats, name, {
    ...plain,
    get() {
      used()
      return value
    },
    set(this: object, given: unknown) {
      Object.defineProperty(this, name, { ...plain, writable: true, value: given })
    },
  })
}
