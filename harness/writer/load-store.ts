import { messageOf } from '../model/errors.ts'
import type { Content } from '../model/content.ts'
import type { Target } from '../model/target.ts'
import { documentsIn, valueOf } from '../model/value.ts'
import { sessionsOf, type Workload } from '../model/workload.ts'
import type { NoticingWaits } from './waiting.ts'

interface Asked {
  readonly dir: string
  readonly session: string
  readonly workload: Workload
}

const waitsForEver: Content = {
  kind: 'inaccessible',
  reason: 'what its load never gives (it waits for ever)',
}

/** What the application sees when it loads each session; of one that it cannot load, why. */
export async function loadStore(
  target: Target,
  { dir, workload, noticing }: Omit<Asked, 'session'> & { readonly noticing: NoticingWaits },
): Promise<Record<string, Content>> {
  const contents: Record<string, Content> = {}
  for (const session of sessionsOf(workload)) {
    const { result, waited } = await noticing(() => loadSession(target, { dir, session, workload }))
    const content = result ?? waitsForEver
    contents[session] = content.kind === 'inaccessible' && waited ? { ...content, gaveUp: true } : content
  }
  return contents
}

export async function loadSession(target: Target, { dir, session, workload }: Asked): Promise<Content> {
  try {
    const value = valueOf(await target.load?.({ dir, session }), documentsIn(workload))
    return value === undefined ? { kind: 'missing' } : { kind: 'value', bytes: 0, value }
  } catch (error) {
    const [line = ''] = messageOf(error).replaceAll(`${dir}/`, '').split('\n')
    return { kind: 'inaccessible', reason: `what its load rejects (${line.slice(0, 120)})` }
  }
}

/** Whether `load` looks at the session, found out by calling it once; undefined where there is no `load`. */
export async function looksAtSession(target: Target, dir: string): Promise<boolean | undefined> {
  if (!target.load) return undefined
  let looks = false
  const context = {
    dir,
    get session() {
      looks = true
      return 's1'
    },
  }
  try {
    await target.load(context)
  } catch {
    // There may be nothing yet, and it may not take that for an empty store.
  }
  return looks
}
