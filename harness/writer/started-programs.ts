import { documentOf } from '../model/document.ts'
import type { StartedProgram, Target } from '../model/target.ts'
import { sessionsOf } from '../model/workload.ts'
import type { ReplyOf, Request } from '../protocol/messages.ts'
import { assertCommand } from './command-calls.ts'
import { openTarget, relativeFiles } from './open-target.ts'

/**
 * What a writer's calls start, without starting any of it.
 *
 * @throws TargetRefusal where the target does not say.
 */
export async function startedPrograms(
  target: Target,
  { dir, writer, workload }: Extract<Request, { type: 'programs' }>,
): Promise<ReplyOf<'started-programs'>> {
  const open = await openTarget(target, { dir, writer })
  const files = relativeFiles(open, { dir, sessions: sessionsOf(workload), target })
  const plans = workload.writers[writer - 1] ?? []
  const calls = plans.map((plan, index): StartedProgram | null => {
    if (plan.looks) return null
    const document = documentOf({ writer, call: index + 1 }, plan)
    const call = { session: plan.session, document, text: JSON.stringify(document) }
    const started = target.started?.({ dir, writer }, plan.operation, call)
    assertCommand(plan.operation, started?.argv)
    return started ?? null
  })
  return { type: 'started-programs', calls, files }
}
