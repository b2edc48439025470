import { pathOf } from '../draft/path-of.ts'
import { Refusal, refused, unknown } from '../outcome.ts'
import { semanticsOf } from '../semantics.ts'
import { isLongPath, Walk } from '../walk.ts'
import { onPaths } from './possible-errors.ts'

/** realpath(3), as `fs.realpath.native` gives it, without what the root's own path is. */
export const realpath = semanticsOf<'realpath'>({
  work(draft, where) {
    if (isLongPath(where.path))
      return unknown('whether a path may be longer than PATH_MAX is up to the C library')
    const walk = new Walk(draft)
    const inode = walk.to(where, true)
    if (inode instanceof Refusal) return inode
    // A file may have several names: the one that was found last led to it.
    const [directory, names] =
      draft.kindOf(inode) === 'directory' ? [inode, []] : [walk.latest.parent, [walk.latest.name]]
    const above = pathOf(draft, directory)
    if (above === null) return refused('ENOENT')
    const path = [...above, ...names].join('/')
    return isLongPath(path) ? unknown('the path that comes of it is longer than PATH_MAX') : { path }
  },
  observes: ({ path }) => path,
  mayFail: (_, prospect) => onPaths(prospect, { always: ['EIO'] }),
})
