import type { CanonicalNames } from './canonical-names.ts'
import { isDrawing } from './lasting-names.ts'
import type { PendingStep } from './step.ts'

/** A pending step with canonical names in place of its paths, which it mentions by that. */
export function mention(names: CanonicalNames, writer: number, step: PendingStep): unknown {
  const name = (path: string | undefined, part: string) =>
    path === undefined ? undefined : names.of(path, writer, `${step.id}${part}`, isDrawing(step))
  const { path, to, through, ...rest } = step
  return [name(path, ''), name(to, '>'), through?.map((link, index) => name(link, `@${index}`)), rest]
}
