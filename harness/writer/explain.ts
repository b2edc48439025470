import type { Target } from '../model/target.ts'
import type { ReplyOf, Request } from '../protocol/messages.ts'
import { explain } from '../specifications/explain.ts'
import { register } from '../specifications/index.ts'
import { firstLines, TargetRefusal } from './load-target.ts'

/**
 * Asks the target's specification about a history.
 *
 * @throws TargetRefusal when it does not keep to its interface, or throws.
 */
export function explainIn(
  target: Target,
  { history }: Extract<Request, { type: 'explain' }>,
): ReplyOf<'explained'> {
  const specification = target.specification ?? register()
  try {
    return { type: 'explained', explanation: explain(history, specification) }
  } catch (error) {
    throw new TargetRefusal(`its specification ${specification.name}: ${firstLines(error)}`)
  }
}

/**
 * Asks the target which entries belong to its store. What is in a directory of its own is its own, too; so is a
 * directory that holds something of it.
 *
 * @throws TargetRefusal when `owns` throws.
 */
export function ownedIn(target: Target, { entries }: Extract<Request, { type: 'owned' }>): ReplyOf<'owns'> {
  let own: string[]
  try {
    own = entries.filter((entry) => target.owns?.(entry.replace(/\/$/, '')) === true)
  } catch (error) {
    throw new TargetRefusal(`its owns(name) throws ${firstLines(error)}`)
  }
  const isOwn = (entry: string) =>
    own.some(
      (each) =>
        each === entry ||
        (each.endsWith('/') && entry.startsWith(each)) ||
        (entry.endsWith('/') && each.startsWith(entry)),
    )
  return { type: 'owns', entries: entries.filter(isOwn) }
}
