import { byBytes } from '../by-bytes.ts'
import { touchAccessTime } from '../draft/data.ts'
import { listOf } from '../draft/entries.ts'
import { isPermitted, mayRead } from '../draft/permissions.ts'
import { Refusal, refused } from '../outcome.ts'
import { semanticsOf } from '../semantics.ts'
import { onPaths, tooMany } from './possible-errors.ts'
import { subjectOf } from './subject.ts'

/** opendir(3) and readdir(3) in one look, sorted by bytes as libuv's `scandir` does. */
export const readdir = semanticsOf<'readdir'>({
  work(draft, where) {
    const inode = subjectOf(draft, where)
    if (inode instanceof Refusal) return inode
    if (draft.kindOf(inode) !== 'directory') return refused('ENOTDIR')
    if (!isPermitted(draft, inode, mayRead)) return refused('EACCES')
    const entries = listOf(draft, inode).toSorted((left, right) => byBytes(left.name, right.name))
    touchAccessTime(draft, inode)
    return { entries }
  },
  observes: ({ entries }) => entries.map(({ name, kind }) => [name, kind]),
  mayFail: (_, prospect) => onPaths(prospect, { instead: ['EACCES'], always: [...tooMany, 'EIO'] }),
})
