import { UsageError } from '../model/errors.ts'
import { mayStrikeTogether, type FaultName, type Settings } from '../model/settings.ts'

/**
 * @param phases what may strike in each phase of the run
 * @throws UsageError where several faults are to strike one execution, and no search could let them.
 */
export function assertFaultsAtOnce(
  { faultsAtOnce = 1, strategy }: Pick<Settings, 'faultsAtOnce' | 'strategy'>,
  phases: readonly (readonly FaultName[])[],
): void {
  if (faultsAtOnce === 1) return
  const asked = `--faults-at-once=${faultsAtOnce}`
  if (strategy !== 'exhaustive' && strategy !== 'portfolio')
    throw new UsageError(
      `${asked} is for a search, and --strategy=${strategy} draws samples; expected exhaustive or portfolio`,
    )
  if (!phases.some(mayStrikeTogether))
    throw new UsageError(
      `${asked}: no faults are asked for that can strike together; expected --faults with some of kill, errno, short-write and stall, and without power-loss, which strikes alone`,
    )
}
