import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import type { Gate } from '../gate.ts'
import { noteBypasses } from './bypasses.ts'
import { passingFaces } from './faces/passing.ts'
import type { Note } from './note.ts'
import { allFaces } from './faces/all.ts'
import { guardFor } from './faces/escape.ts'
import { FileTimes } from './file-times.ts'
import { Handles } from './handles.ts'
import type { Inodes } from './inodes.ts'
import { allOperations } from './operations/all.ts'
import { originals, type Originals } from './originals.ts'
import { OnlyLooking } from './only-looking.ts'
import { Outside } from './outside.ts'
import { Paths } from './paths.ts'
import type { Site } from './site.ts'

export interface InstallFsOptions {
  /** The run directory, an absolute real path; null while nothing is controlled. */
  readonly root: () => string | null
  readonly gate: Gate
  readonly chunks?: number
  /** Virtual time; without it files keep their real times. It lies more than a day before real time. */
  readonly nowMillis?: () => number
  /** What stands in for inode numbers; without it files keep the kernel's, as all else that it decides. */
  readonly inodes?: Inodes
  /** As `Site` has it. */
  readonly temporary?: string | undefined
  /** As `Site` has it. */
  readonly usesTimes?: () => void
  /** Told of what reaches under the root without becoming a step. */
  readonly note: Note
}

export interface InstalledFs {
  /** Node's own functions. */
  readonly originals: Originals
  /** How often a target has asked for times of a file, be it a step or not. */
  readonly looks: number
  /** For whoever looks at a directory while nothing is controlled. */
  readonly onlyLooking: OnlyLooking
  /** A new execution begins: closes what the last one leaked, and counts handles from 1 again. */
  reset(): void
  uninstall(): void
}

/** Puts every file-system step under the run directory behind the gate, for every way of calling `fs`. */
export function installFs({
  root,
  gate,
  chunks = 2,
  nowMillis,
  inodes,
  temporary,
  usesTimes = () => {},
  note,
}: InstallFsOptions): InstalledFs {
  let looks = 0
  const handles = new Handles()
  const paths = new Paths(root, originals, (how) => note('uncontrolled', how))
  const onlyLooking = new OnlyLooking(paths, originals)
  const site: Site = {
    originals,
    paths,
    outside: new Outside(paths, originals, temporary),
    onlyLooking,
    handles,
    times: new FileTimes(originals, root, nowMillis),
    inodes,
    chunks,
    nowMillis: nowMillis ?? (() => Date.now()),
    temporary,
    looked: () => {
      looks += 1
    },
    usesTimes,
    note,
  }
  const operations = allOperations(site)
  const passing = passingFaces(site, note)
  const all = allFaces(operations, gate, guardFor(site, note))
  const faces = { ...all.fs, ...passing.fs }
  const promises = { ...all.promises, ...passing.promises }
  Object.assign(fs, faces)
  Object.assign(fs.promises, promises)
  const bypasses = noteBypasses(site, root)
  syncBuiltinESMExports()

  return {
    originals,
    onlyLooking,
    get looks() {
      return looks
    },
    reset() {
      for (const fd of handles.reset()) closeQuietly(fd)
    },
    uninstall() {
      Object.assign(fs, pick(originals, Object.keys(faces)))
      Object.assign(fs.promises, pick(originals.promises, Object.keys(promises)))
      bypasses.undo()
      syncBuiltinESMExports()
    },
  }
}

function pick(from: object, names: string[]): object {
  return Object.fromEntries(names.map((name) => [name, from[name as keyof typeof from]]))
}

function closeQuietly(fd: number): void {
  try {
    originals.closeSync(fd)
  } catch {
    // The target has closed it behind our back.
  }
}
