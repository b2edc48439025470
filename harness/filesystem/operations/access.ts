import { isPermitted } from '../draft/permissions.ts'
import { Refusal, refused, unknown } from '../outcome.ts'
import { nothing } from '../results.ts'
import { semanticsOf } from '../semantics.ts'
import { Walk } from '../walk.ts'
import { onPaths } from './possible-errors.ts'

/** access(2). It does not fail of itself: `existsSync` asks by it, and takes any error for "not there". */
export const access = semanticsOf<'access'>({
  work(draft, { wanted, ...where }) {
    const inode = new Walk(draft).to(where, true)
    if (inode instanceof Refusal) return inode
    return isPermitted(draft, inode, wanted) ? nothing : refused('EACCES')
  },
  observes: () => null,
  mayFail: () => [],
})

/** statfs(2): how much is free is the machine's business, and others use it, too. */
export const statfs = semanticsOf<'statfs'>({
  work(draft, where) {
    const inode = new Walk(draft).to(where, true)
    return inode instanceof Refusal ? inode : unknown('how much is free is not part of the store')
  },
  observes: () => null,
  mayFail: (_, prospect) => onPaths(prospect, { always: ['EIO', 'EINTR'] }),
})
