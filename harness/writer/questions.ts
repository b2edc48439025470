import type { Target } from '../model/target.ts'
import type { Reply, Request } from '../protocol/messages.ts'
import { explainIn, ownedIn } from './explain.ts'
import { inspect } from './inspect.ts'
import { classifierOf } from './load-target.ts'
import { loadStore } from './load-store.ts'
import { startedPrograms } from './started-programs.ts'
import { noticingWaits } from './waiting.ts'

/** What only a target's own code can tell, and that makes no calls. */
export type Question = Extract<
  Request,
  { type: 'classify' | 'load-store' | 'programs' | 'explain' | 'owned' | 'inspect' }
>

/** @throws TargetRefusal where the target does not say. */
export async function answer(target: Target, question: Question): Promise<Reply> {
  switch (question.type) {
    case 'classify': {
      const { session, base64, workload } = question
      const content = classifierOf(target, workload)(session, Buffer.from(base64, 'base64'))
      return { type: 'classified', content }
    }
    case 'load-store':
      return {
        type: 'loaded-store',
        contents: await loadStore(target, { ...question, noticing: noticingWaits }),
      }
    case 'programs':
      return startedPrograms(target, question)
    case 'explain':
      return explainIn(target, question)
    case 'owned':
      return ownedIn(target, question)
    case 'inspect':
      return inspect(question, target)
  }
}
