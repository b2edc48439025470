import { AskTarget } from '../../harness/controller/ask-target.ts'
import type { ExecutionRecord } from '../../harness/model/record.ts'
import type { Specification } from '../../harness/model/specification.ts'
import { factsOnceOpened, type Target } from '../../harness/model/target.ts'
import type { Reply, ReplyOf, Request } from '../../harness/protocol/messages.ts'
import { explainIn, ownedIn } from '../../harness/writer/explain.ts'
import { factsOf } from '../../harness/writer/load-target.ts'

/** A record as its controller would have it judged, with the target's code in this process. */
export function judgedLocally(
  record: ExecutionRecord,
  { owns, ...specification }: Specification & Pick<Target, 'owns'>,
): ExecutionRecord {
  const target: Target = {
    byteExact: false,
    controllable: true,
    specification,
    ...(owns && { owns }),
    open: () => ({ file: (session) => session, calls: {} }),
  }
  const facts = factsOnceOpened(factsOf(target, 'file:///log.ts'), {
    operations: [],
    sessionFiles: Object.values(record.files),
  })
  const ask = <Type extends Reply['type']>(request: Request, _expected: Type): ReplyOf<Type> => {
    if (request.type === 'explain') return explainIn(target, request) as ReplyOf<Type>
    if (request.type === 'owned') return ownedIn(target, request) as ReplyOf<Type>
    throw new Error(`nobody answers ${request.type}`)
  }
  return new AskTarget(ask, facts).judged(record)
}
