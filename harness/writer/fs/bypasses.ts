import module, { createRequire } from 'node:module'
import net from 'node:net'
import path from 'node:path'
import v8 from 'node:v8'
import { Patches } from '../virtual/patches.ts'
import { disguise } from './faces/disguise.ts'
import { noteImports } from './imports.ts'
import type { Site } from './site.ts'

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown
type Paths = (args: readonly unknown[]) => readonly unknown[]

const require = createRequire(import.meta.url)

/**
 * Everything of Node beside `fs` that reads or writes files: carried out as it is, and noted where it touches the run
 * directory. `test/writer/entry-points.test.ts` lists what there is, so that what a new version of Node adds is noticed.
 */
export function noteBypasses(site: Site, root: () => string | null): Patches {
  const patches = new Patches()

  function noteAll(name: string, paths: readonly unknown[]): void {
    for (const given of paths) {
      const place = site.paths.locate(given, true)
      if (place) site.note('uncontrolled', `${name} ${place.path || '.'}`)
    }
  }
  function wrap(object: object, name: string, shown: string, paths: Paths): void {
    const original = Reflect.get(object, name) as AnyFunction | undefined
    if (typeof original !== 'function') return
    const face = function (this: unknown, ...args: unknown[]): unknown {
      if (root() !== null) noteAll(shown, paths(args))
      return Reflect.apply(original, this, args)
    }
    patches.replace(object, name, disguise(face, original))
  }
  function always(
    object: object,
    name: string,
    shown: string,
    isMeant: (args: unknown[]) => boolean = () => true,
  ): void {
    const original = Reflect.get(object, name) as AnyFunction | undefined
    if (typeof original !== 'function') return
    const face = function (this: unknown, ...args: unknown[]): unknown {
      if (root() !== null && isMeant(args)) site.note('uncontrolled', shown)
      return Reflect.apply(original, this, args)
    }
    patches.replace(object, name, disguise(face, original))
  }

  wrap(process, 'loadEnvFile', 'loadEnvFile', ([file = '.env']) => [file])
  // Where it leads may change under a process that is there: only the run directory itself stays.
  wrap(process, 'chdir', 'chdir', ([to]) => (site.paths.locate(to, true)?.path === '' ? [] : [to]))
  always(process, 'execve', 'execve')
  const internals = new Set(
    'fs fs_dir fs_event_wrap spawn_sync process_wrap pipe_wrap tcp_wrap udp_wrap cares_wrap'.split(' '),
  )
  always(process, 'binding', 'process.binding', ([name]) => internals.has(String(name)))
  // Where the descriptor of standard error has become a file's.
  always(process, '_rawDebug', 'process._rawDebug', () => site.handles.get(2) !== undefined)
  const { report } = process
  wrap(report, 'writeReport', 'writeReport', ([file]) => [
    path.resolve(report.directory || '.', typeof file === 'string' ? file : 'report'),
  ])
  wrap(v8, 'writeHeapSnapshot', 'writeHeapSnapshot', ([file = 'snapshot']) => [file])
  for (const name of ['setHeapSnapshotNearHeapLimit', 'setHeapProfileNearHeapLimit'])
    wrap(v8, name, name, () => ['snapshot'])
  // Every way to find a module asks this one.
  wrap(module, '_findPath', 'require', ([request, folders]) => {
    const name = String(request)
    if (path.isAbsolute(name) || !Array.isArray(folders)) return [request]
    return folders.map((folder) => path.resolve(String(folder), name))
  })
  wrap(module, '_stat', 'require', ([given]) => [given])
  wrap(module, 'findPackageJSON', 'findPackageJSON', ([request, base]) =>
    [base, String(request).startsWith('.') ? base : request].map(placeOf),
  )
  wrap(module, 'enableCompileCache', 'enableCompileCache', ([given]) => [
    typeof given === 'object' && given !== null ? Reflect.get(given, 'directory') : given,
  ])
  always(module, 'register', 'worker thread: module.register')
  wrap(net.Socket.prototype, 'connect', 'connect', pathIn)
  wrap(net.Server.prototype, 'listen', 'listen', pathIn)
  noteImports(site, root, patches)
  noteUse('sqlite', 'DatabaseSync')
  noteUse('wasi', 'WASI')
  noteUse('trace_events', 'createTracing')
  // Native code, which asks nobody.
  for (const name of Object.keys(loaded('ffi') ?? {})) noteUse('ffi', name)
  const sqlite = loaded('sqlite')
  if (sqlite) wrap(sqlite, 'backup', 'sqlite.backup', ([, file]) => [file])
  return patches

  /** A function that works on its own account, or a class whose objects do. */
  function noteUse(moduleName: string, name: string): void {
    const holder = loaded(moduleName)
    const original: unknown = holder && Reflect.get(holder, name)
    if (!holder || typeof original !== 'function') return
    const noteIf = (given: unknown): void => {
      if (root() !== null && given !== ':memory:') site.note('uncontrolled', `${moduleName} ${name}`)
    }
    const noted = new Proxy(original as AnyFunction & (new (...args: unknown[]) => object), {
      construct(target, args, newTarget) {
        noteIf(args[0])
        return Reflect.construct(target, args, newTarget) as object
      },
      apply(target, receiver, args) {
        noteIf(args[0])
        return Reflect.apply(target, receiver, args)
      },
    })
    patches.replace(holder, name, noted)
  }
}

/** A module of Node's that some versions do not have, and that warns of itself when it is loaded. */
function loaded(name: string): object | null {
  if (!module.isBuiltin(`node:${name}`)) return null
  const warning = Object.getOwnPropertyDescriptor(process, 'emitWarning')
  Reflect.set(process, 'emitWarning', () => {})
  try {
    return require(`node:${name}`) as object
  } catch {
    return null
  } finally {
    if (warning) Object.defineProperty(process, 'emitWarning', warning)
  }
}

/** Of a socket. Between themselves Node's functions pass a list of arguments. */
const pathIn: Paths = ([given]) => {
  const options: unknown = Array.isArray(given) ? given[0] : given
  return [typeof options === 'object' && options !== null ? Reflect.get(options, 'path') : options]
}

/** The path of a module that is named by a path or a `file:` URL. */
function placeOf(given: unknown): unknown {
  if (typeof given !== 'string' || !given.startsWith('file:')) return given
  return URL.canParse(given) ? new URL(given) : null
}
