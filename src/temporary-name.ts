import crypto from 'node:crypto'
import { ownIdentity, type ProcessIdentity } from './process-identity.ts'

const pattern = /^\.onewriter-([0-9a-f]{12}|unknown)-(\d+)-(\d+)-[0-9a-f]{32}\.tmp$/

/**
 * A new name for a temporary file. It says who writes the file, so that a sweep can tell whether that process
 * lives, and leaves out what is being written, so that no session id makes it too long for a file system.
 *
 * The random part makes it unique where the identity does not: among threads, and where the place is unknown.
 */
export function newTemporaryName(): string {
  const { place, pid, startTicks } = ownIdentity()
  return `.onewriter-${place}-${pid}-${startTicks}-${crypto.randomBytes(16).toString('hex')}.tmp`
}

/** Who writes, or wrote, the temporary file of this name; `undefined` where it is no name of ours. */
export function writerOfTemporaryName(name: string): ProcessIdentity | undefined {
  const match = pattern.exec(name)
  if (!match) return undefined
  const [, place = '', pid = '', startTicks = ''] = match
  return { place, pid: Number(pid), startTicks }
}
