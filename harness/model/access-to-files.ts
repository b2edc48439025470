import { accessToEverything, accessToNothing, type Access } from './access.ts'
import { noSignal } from './signals.ts'
import { isCreating, isTruncating, type FileSystemModel, type Inode } from './file-system.ts'
import type { Step } from './step.ts'

/** What of the directory's state decides what a step has to do with. */
export interface Surroundings {
  readonly model: Pick<FileSystemModel, 'inodeAt' | 'inodeOf' | 'hasLinks'>
  /** A path's name in the state: never two paths with one name. */
  readonly nameOf: (path: string) => string
  /** The name that an inode was made under; several may share one, which only makes steps seem to meet. */
  readonly originOf: (inode: Inode) => string
  readonly isDirectory: (inode: Inode) => boolean
}

type Part = Partial<Omit<Access, 'all'>>

/**
 * What a step has to do with, told before it is applied to the model. Entries and inodes by name; the list of a
 * directory's names apart from the names themselves, so that two new files in one directory do not meet, but each
 * meets a look at the list. An inode stands for its data, size, attributes and count of links alike.
 */
export function accessToFiles(at: Surroundings, writer: number, step: Step, failed: boolean): Access {
  // What it does to the order of calls is told by the call that begins: `accessOfEvents`.
  if (step.op === 'begin') return accessToNothing
  if (step.op === 'signal') return accessToProcess(step)
  const { model } = at
  // Where a path leads through symbolic links is decided when the step is carried out.
  if (model.hasLinks || step.op === 'symlink' || step.through !== undefined) return accessToEverything
  const { op, path = '', to = '', handle } = step
  const entry = (of: string) => `entry ${at.nameOf(of)}`
  const list = (of: string) => `list ${at.nameOf(of)}`
  const data = (inode: Inode | null) => (inode === null ? [] : [`inode ${at.originOf(inode)}`])
  const [inode, replaced] = [model.inodeAt(path), model.inodeAt(to)]
  const way = (of: string) => foldersOf(of).map(entry)
  const looked: Part = { reads: [...way(path), entry(path), ...data(inode)] }
  const isFolder = path === '' || (inode !== null && at.isDirectory(inode))
  switch (op) {
    case 'open':
      if (failed || inode !== null || !isCreating(step.flags))
        return !failed && isTruncating(step.flags)
          ? touching({ reads: [...way(path), entry(path)], changes: data(inode) })
          : touching(looked)
      return touching({ reads: way(path), alters: [list(folderOf(path))], changes: [entry(path)] })
    case 'write':
    case 'truncate':
    case 'chmod':
    case 'chown':
    case 'utimes': {
      const subject = model.inodeOf(writer, step)
      if (subject === null && !failed) return accessToEverything
      const by = handle === undefined ? [...way(path), entry(path)] : []
      return touching({ reads: by, changes: data(subject) })
    }
    case 'read':
    case 'fstat': {
      const open = model.inodeOf(writer, step)
      const isOpenFolder = open === null || at.isDirectory(open)
      return touching({ reads: [...data(open), ...(isOpenFolder ? [list(path)] : [])] })
    }
    // Nobody sees what is on disk already: power loss is another search, which does not leave out orders.
    case 'fsync':
    case 'fdatasync':
    case 'close':
    case 'timer':
      return accessToNothing
    case 'rename':
      if (isFolder) return accessToEverything
      if (failed)
        return touching({ reads: [...way(path), ...way(to), entry(path), entry(to), ...data(inode)] })
      return touching({
        reads: [...way(path), ...way(to)],
        alters: [list(folderOf(path)), list(folderOf(to))],
        changes: [entry(path), entry(to), ...data(inode), ...data(replaced)],
      })
    case 'link':
      if (failed) return touching({ reads: [...way(path), ...way(to), entry(path), entry(to)] })
      return touching({
        reads: [...way(path), ...way(to), entry(path)],
        alters: [list(folderOf(to))],
        changes: [entry(to), ...data(inode)],
      })
    case 'unlink':
      if (failed) return touching(looked)
      return touching({
        reads: way(path),
        alters: [list(folderOf(path))],
        changes: [entry(path), ...data(inode)],
      })
    case 'mkdir':
    case 'mkdtemp':
      if (failed) return touching(looked)
      return touching({ reads: way(path), alters: [list(folderOf(path))], changes: [entry(path)] })
    case 'rmdir':
      if (failed) return touching({ reads: [...(looked.reads ?? []), list(path)] })
      return touching({
        reads: way(path),
        alters: [list(folderOf(path))],
        changes: [entry(path), list(path), ...data(inode)],
      })
    // Which names there are on the way, and nothing of what they lead to.
    case 'realpath':
      return touching({ reads: [...way(path), entry(path)] })
    // Attributes of a directory tell when, and how often, its list has changed.
    case 'stat':
    case 'lstat':
    case 'statfs':
    case 'access':
    case 'readdir':
    case 'readlink':
      return touching({ reads: [...(looked.reads ?? []), ...(isFolder ? [list(path)] : [])] })
  }
  return unknownOperation(op)
}

/** What is not known has to do with anything. No operation that has a name comes here. */
function unknownOperation(_op: never): Access {
  return accessToEverything
}

/** Whether a writer is there is looked at; one that is killed is nowhere any more. */
function accessToProcess({ receiver = 0, signal = noSignal }: Step): Access {
  if (signal !== noSignal) return accessToEverything
  return { ...accessToNothing, reads: [processName(receiver)] }
}

/** How steps that have to do with whether a writer is there name it. */
export function processName(writer: number): string {
  return `process ${writer}`
}

function touching(part: Part): Access {
  return { ...accessToNothing, ...part }
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

/** The directories that a path leads through, below the run directory. */
function foldersOf(path: string): string[] {
  const folder = folderOf(path)
  return folder === '' ? [] : [...foldersOf(folder), folder]
}
