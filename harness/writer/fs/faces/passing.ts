import { resolve } from 'node:path'
import { originals } from '../originals.ts'
import type { Note } from '../note.ts'
import type { Site } from '../site.ts'
import { disguise } from './disguise.ts'
import { FileHandle } from './file-handle.ts'
import { readStreamOf, writeStreamOf } from './handle-streams.ts'
import type { AnyFunction } from './sync.ts'

type Functions = Record<string, AnyFunction>

const BY_PATH = {
  watch: 'watch',
  watchFile: 'watch',
  openAsBlob: 'uncontrolled',
  openAsBlobSync: 'uncontrolled',
} as const
const BY_PREFIX = ['mkdtempDisposable', 'mkdtempDisposableSync']
const BY_DIRECTORY = ['glob', 'globSync']

/** Functions that Node carries out itself, with a note where they touch the run directory. */
export function passingFaces(site: Site, note: Note): { fs: Functions; promises: Functions } {
  const noteIf = (kind: 'watch' | 'uncontrolled', name: string, path: unknown): void => {
    const place = site.paths.locate(path, true)
    const outside = place ? null : site.outside.touchedBy(name.replace(/Sync$/, ''), [path])
    if (place) note(kind, `${name} ${place.path || '.'}`)
    else if (outside !== null) note('outside the run directory', outside)
  }
  const facesOf = (functions: Functions): Functions => {
    const faces: Functions = {}
    const add = (name: string, look: (args: unknown[]) => void): void => {
      const original = functions[name]
      if (original) faces[name] = noting(original, look)
    }
    for (const [name, kind] of Object.entries(BY_PATH)) add(name, ([path]) => noteIf(kind, name, path))
    for (const name of BY_PREFIX) add(name, ([prefix]) => noteIf('uncontrolled', name, prefix))
    for (const name of BY_DIRECTORY)
      add(name, ([, options]) => noteIf('uncontrolled', name, directoryOf(options)))
    return faces
  }
  return {
    fs: { ...facesOf(originals as unknown as Functions), ...streamFaces() },
    promises: facesOf(originals.promises as unknown as Functions),
  }
}

function noting(original: AnyFunction, look: (args: unknown[]) => void): AnyFunction {
  function face(...args: unknown[]): unknown {
    look(args)
    return original(...args)
  }
  return disguise(face, original)
}

function directoryOf(options: unknown): string {
  const directory = (options as { cwd?: string | URL } | null | undefined)?.cwd
  return directory instanceof URL ? directory.pathname : resolve(directory ?? '.')
}

/** The built-in streams call the functions of `fs` and so are controlled as they are, but know no FileHandle of ours. */
function streamFaces(): Functions {
  return {
    createReadStream: streamFace(originals.createReadStream as AnyFunction, readStreamOf),
    createWriteStream: streamFace(originals.createWriteStream as AnyFunction, writeStreamOf),
  }
}

function streamFace(
  original: AnyFunction,
  make: (handle: FileHandle, options: object) => unknown,
): AnyFunction {
  function face(path: unknown, options: unknown): unknown {
    const handle = (options as { fd?: unknown } | null | undefined)?.fd
    return handle instanceof FileHandle ? make(handle, options as object) : original(path, options)
  }
  return disguise(face, original)
}
