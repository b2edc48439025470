import { documentOf } from '../model/document.ts'
import type { StartedProgram, Target } from '../model/target.ts'
import { sessionsOf } from '../model/workload.ts'
import type { ReplyOf, Request } from '../protocol/messages.ts'
import { TargetRefusal } from './load-target.ts'
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
    const lack = lackOf(started?.argv ?? [])
    if (!started || lack !== null)
      throw new TargetRefusal(`its ${plan.operation} ${lack}; expected ['program', 'argument', …]`)
    return started
  })
  return { type: 'started-programs', calls, files }
}

/** What a command lacks, in words; null where it lacks nothing. */
function lackOf(argv: readonly unknown[]): string | null {
  if (argv.length === 0) return 'gives no command'
  const at = argv.findIndex((each) => typeof each !== 'string')
  return at === -1 ? null : `gives a command of which argument ${at} is no text, but ${describe(argv[at])}`
}

function describe(value: unknown): string {
  return value === null || value === undefined ? String(value) : typeof value
}
