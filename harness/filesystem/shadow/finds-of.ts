import type { Found, Finds } from '../../model/finds.ts'
import type { Step } from '../../model/step.ts'
import type { Shadow } from './shadow.ts'

/** What a pending step of a writer meets. */
export function findsOf(shadow: Shadow, writer: number, step: Step): Finds {
  const { path = '', to, handle, op } = step
  const isOpen = handle !== undefined && op !== 'open'
  return {
    path: isOpen ? 'there' : found(shadow, path),
    to: to === undefined ? 'absent' : found(shadow, to),
    writable: isOpen && shadow.openAt(writer, handle)?.writes === true,
  }
}

/** What lies outside the run directory is nobody's to know: it is taken to be there. */
function found(shadow: Shadow, path: string): Found {
  if (isRoot(path) || shadow.inodeAt(path)) return 'there'
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const within = isRoot(folder) ? null : shadow.inodeAt(folder)
  const isReached = isRoot(folder) || (within !== null && within.inode.kind !== 'file')
  return isReached ? 'absent' : 'unreachable'
}

function isRoot(path: string): boolean {
  return path === '' || path === '..' || path.startsWith('../')
}
