import { UsageError } from '../model/errors.ts'
import type { Settings } from '../model/settings.ts'

/** @throws UsageError when faults are asked for where nothing can inject them. */
export function assertNoFaults({ faults }: Pick<Settings, 'faults'>): void {
  if (faults === null || faults.length === 0) return
  throw new UsageError(
    `--faults=${faults.join()}: expected none in a race, which runs free; faults are for explore, check and soak`,
  )
}
