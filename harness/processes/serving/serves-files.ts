import { UsageError } from '../../model/errors.ts'
import { runtimeTitles } from '../../model/runtime.ts'
import type { ControlName } from '../../model/settings.ts'
import type { TargetFacts } from '../../model/target.ts'
import { runtimeOf } from '../runtime.ts'

/**
 * Whether the writers of a target are held by serving them their files; else their functions are interposed. `auto`
 * serves what cannot be interposed: programs of any kind, with the functions beside them, and targets that another
 * runtime than Node runs.
 *
 * @param runtime path of what runs the writers
 * @throws UsageError where they are to be interposed and cannot be
 */
export function servesFiles(
  control: ControlName,
  facts: Pick<TargetFacts, 'startsPrograms' | 'commands'>,
  runtime: string,
): boolean {
  const why = whyForeign(facts, runtime)
  if (control === 'interposed' && why !== null)
    throw new UsageError(
      `--control=interposed holds the functions of Node, and ${why}; expected --control=served or auto`,
    )
  return control === 'served' || why !== null
}

/** Why its functions in Node are not all that there is to be held, in words; null where they are. */
function whyForeign(
  { startsPrograms, commands = [] }: Pick<TargetFacts, 'startsPrograms' | 'commands'>,
  runtime: string,
): string | null {
  const { name } = runtimeOf(runtime)
  if (startsPrograms) return 'this target starts programs'
  if (commands.length > 0) return `this target starts programs (${commands.join(', ')})`
  return name === 'node' ? null : `${runtimeTitles[name]} runs this target`
}
