import type { Call } from '../compound/copy-tree.ts'
import type { Operations } from '../operation.ts'
import type { Site } from '../site.ts'
import { dataOperations } from './data.ts'
import { descriptorOperations } from './descriptors.ts'
import { directoryOperations } from './directories.ts'
import { entryOperations } from './entries.ts'
import { entryPairOperations } from './entry-pairs.ts'
import { statOperations } from './stats.ts'
import { wholeFileOperations } from './whole-files.ts'

/** Every operation of `fs` that is controlled. */
export function allOperations(site: Site): Operations {
  const call: Call = function* call(name, ...args) {
    const plan = operations[name]?.(args, 'sync')
    if (plan) return yield* plan
    const outside = site.outside.touchedBy(name, args)
    if (outside !== null) site.note('outside the run directory', outside)
    const original = site.originals[`${name}Sync` as keyof typeof site.originals] as (
      ...args: unknown[]
    ) => unknown
    return original(...args)
  }
  const operations: Operations = {
    ...descriptorOperations(site),
    ...dataOperations(site),
    ...wholeFileOperations(site),
    ...entryOperations(site),
    ...statOperations(site),
    ...entryPairOperations(site),
    ...directoryOperations(site, call),
  }
  return operations
}
