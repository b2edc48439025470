import { UsageError } from '../../model/errors.ts'
import { runtimeTitles } from '../../model/runtime.ts'
import type { ControlName } from '../../model/settings.ts'
import type { LoadedFacts } from '../../model/target.ts'
import { runtimeOf } from '../runtime.ts'

/**
 * Whether the writers of a target are held by serving them their files; else their functions are interposed. `auto`
 * serves what cannot be interposed: programs of any kind, and targets that another runtime than Node runs.
 *
 * @param runtime path of what runs the writers
 * @throws UsageError where they are to be interposed and cannot be
 */
export function servesFiles(
  control: ControlName,
  { startsPrograms }: Pick<LoadedFacts, 'startsPrograms'>,
  runtime: string,
): boolean {
  const { name } = runtimeOf(runtime)
  const isForeign = startsPrograms === true || name !== 'node'
  if (control === 'interposed' && isForeign)
    throw new UsageError(
      `--control=interposed holds the functions of Node, and ${startsPrograms ? 'this target starts programs' : `${runtimeTitles[name]} runs this target`}; expected --control=served or auto`,
    )
  return control === 'served' || isForeign
}
