import fs from 'node:fs'
import { isSameIdentity, type Identity } from '../guarded/identity.ts'
import type { GuardedDirectory } from '../guarded/guarded-directory.ts'
import { makeFifos } from './make-fifo.ts'

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = fs.constants
const pipe = 'alive'
const note = 'run.json'
/** What a run writes has a fraction of that. */
const mostNoteBytes = 4096
/** One kernel, from its start to its end (random(4)): containers share it, machines do not. */
const bootIdFile = '/proc/sys/kernel/random/boot_id'

/** What a run says of itself. */
interface Note {
  readonly boot: string
  /** Of its directory: seen through another mount, it may be another one. */
  readonly directory: Identity
}

/**
 * Marks a run's directory as in use, for as long as this process lives: a named pipe that it holds open for reading.
 * The kernel lets go of it however the process ends, and tells every process alike, in whatever namespace it is, that
 * nobody reads: opening such a pipe for writing, without waiting, gives ENXIO (fifo(7)). A pid, or the name of a host,
 * means something else in the next container.
 *
 * Where the mark cannot be made, nobody will ever remove the directory but the run itself and its guard.
 *
 * @returns the descriptor that holds it, or null.
 */
export function markInUse(directory: GuardedDirectory): number | null {
  const boot = bootId()
  if (boot === null) return null
  let fd: number | null = null
  try {
    makeFifos(directory, [pipe])
    fd = fs.openSync(directory.at(pipe), O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    const text = JSON.stringify({ boot, directory: directory.identity } satisfies Note)
    // Only now: whoever finds the note finds the pipe held.
    fs.writeFileSync(directory.at(note), text, { flag: 'wx' })
    return fd
  } catch {
    if (fd !== null) fs.closeSync(fd)
    return null
  }
}

/** Whether the run that made a directory is over for certain. In doubt it is not. */
export function isAbandoned(directory: GuardedDirectory): boolean {
  if (directory.owner !== process.getuid?.()) return false
  const said = noteIn(directory)
  const boot = bootId()
  if (!said || boot === null || said.boot !== boot) return false
  return isSameIdentity(said.directory, directory.identity) && isUnread(directory.at(pipe))
}

function isUnread(file: string): boolean {
  try {
    if (!fs.lstatSync(file).isFIFO()) return false
    fs.closeSync(fs.openSync(file, O_WRONLY | O_NONBLOCK | O_NOFOLLOW))
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENXIO'
  }
}

function noteIn(directory: GuardedDirectory): Note | null {
  try {
    const { size } = fs.lstatSync(directory.at(note))
    if (size > mostNoteBytes) return null
    const fd = fs.openSync(directory.at(note), O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    try {
      const bytes = Buffer.alloc(mostNoteBytes)
      return JSON.parse(bytes.toString('utf8', 0, fs.readSync(fd, bytes))) as Note
    } finally {
      fs.closeSync(fd)
    }
  } catch {
    return null
  }
}

function bootId(): string | null {
  try {
    return fs.readFileSync(bootIdFile, 'latin1').trim()
  } catch {
    return null
  }
}
