import fs from 'node:fs'
import type { GuardedDirectory } from '../guarded/guarded-directory.ts'
import { HarnessError, messageOf } from '../model/errors.ts'
import { makeFifos } from './make-fifo.ts'

const outputTailBytes = 4000
const { O_APPEND, O_CREAT, O_EXCL, O_RDWR } = fs.constants

interface Pipe {
  readonly read: number
  readonly write: number
}

/** What a writer and its controller share, as descriptors. */
export interface WriterFiles {
  readonly requests: Pipe
  readonly replies: Pipe
  /** A file that is appended to. */
  readonly output: number
}

/** Numbers the directories of all writers of this process. */
let made = 0

/**
 * Makes a writer's pipes and the file for what it prints. They lose their names at once: nobody can reach them by a
 * path, and there is nothing to remove when the writer is gone.
 *
 * @throws HarnessError when they cannot be made.
 */
export function makeFiles(controlDir: GuardedDirectory, label: string): WriterFiles {
  made += 1
  try {
    const home = controlDir.make(`${label}-${made}`)
    try {
      const [requests, replies] = makePipes(home)
      const output = fs.openSync(home.at('output'), O_RDWR | O_CREAT | O_EXCL | O_APPEND, 0o600)
      return { requests, replies, output }
    } finally {
      home.remove()
      home.close()
    }
  } catch (error) {
    throw new HarnessError(
      `${label} cannot be started: its pipes and output should be made in ${controlDir.path}, but ${messageOf(error)}`,
      { process: label },
    )
  }
}

/** The end of what a writer has printed. */
export function tailOf(output: number): string {
  const bytes = Buffer.alloc(outputTailBytes)
  const from = Math.max(0, fs.fstatSync(output).size - outputTailBytes)
  return bytes.toString('utf8', 0, fs.readSync(output, bytes, 0, outputTailBytes, from)).trim()
}

function makePipes(home: GuardedDirectory): [Pipe, Pipe] {
  const names = ['requests', 'replies']
  makeFifos(home, names)
  return names.map((name) => openPipe(home.at(name))) as [Pipe, Pipe]
}

/** Opening one end of a named pipe waits for the other, unless it is open for both already (fifo(7)). */
function openPipe(name: string): Pipe {
  const both = fs.openSync(name, 'r+')
  const pipe = { read: fs.openSync(name, 'r'), write: fs.openSync(name, 'w') }
  fs.closeSync(both)
  return pipe
}
