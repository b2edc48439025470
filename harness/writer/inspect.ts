import { GuardedDirectory } from '../guarded/guarded-directory.ts'
import { readFile } from '../guarded/read-file.ts'
import type { Content } from '../model/content.ts'
import type { Target } from '../model/target.ts'
import { classifierOf } from './load-target.ts'
import type { ReplyOf, Request } from '../protocol/messages.ts'

/**
 * What the session files and the directory hold now.
 *
 * @throws Error when something else is in the directory's place.
 */
export function inspect(
  request: Extract<Request, { type: 'inspect' }>,
  target: Target,
): ReplyOf<'inspected'> {
  const { files, workload } = request
  const directory = GuardedDirectory.known(request.directory)
  if (!directory) throw new Error(`${request.directory.path} is no longer the directory of this round`)
  const classify = classifierOf(target, workload)
  const finals: Record<string, Content> = {}
  try {
    for (const [session, file] of Object.entries(files)) {
      finals[session] = classify(session, readFile(directory.at(file)))
    }
    return { type: 'inspected', finals, entries: directory.list() }
  } finally {
    directory.close()
  }
}
