import fs from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { importsOf } from './imports-of.ts'

/** All that a module is made of. Absolute paths, without links. */
export interface ModuleGraph {
  readonly files: ReadonlySet<string>
  /** Packages of the same repository: every file of theirs is a part of it. */
  readonly folders: ReadonlySet<string>
  /** It asks for packages: which versions those have stands in files of the project. */
  readonly usesPackages: boolean
  /** It asks for what cannot be followed: any file may be a part of it. */
  readonly isOpen: boolean
}

const endings = ['', '.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json', '.node', '/index.ts', '/index.js']

/** Follows what a module asks for, and what that asks for in turn. */
export function moduleGraph(entry: string): ModuleGraph {
  const files = new Set<string>()
  const folders = new Set<string>()
  let usesPackages = false
  let isOpen = false
  const waiting = [fs.realpathSync(entry)]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue
    files.add(file)
    if (!/\.[cm]?[jt]s$/.test(file)) continue
    const imports = importsOf(fs.readFileSync(file, 'utf8'))
    isOpen ||= imports.isOpen
    for (const name of imports.specifiers.filter((each) => !isBuiltin(each))) {
      const isPath = /^(\.{0,2}\/|\.{1,2}$|file:)/.test(name)
      const found = isPath ? fileOf(file, name) : folderOf(path.dirname(file), name)
      usesPackages ||= !isPath
      isOpen ||= found === null
      if (found !== null && isPath) waiting.push(found)
      if (found !== null && !isPath) addPackage(folders, found)
    }
  }
  return { files, folders, usesPackages, isOpen }
}

/** The file that a path means there; null where none is found. */
function fileOf(from: string, name: string): string | null {
  if (name.startsWith('file:')) return null
  const [plain = name] = name.split(/[?#]/)
  const base = path.resolve(path.dirname(from), plain)
  // TypeScript may name a sibling as it will be called once it is compiled.
  const candidates = [...endings.map((ending) => base + ending), base.replace(/js$/, 'ts')]
  const found = candidates.find((each) => fs.statSync(each, { throwIfNoEntry: false })?.isFile())
  return found === undefined ? null : fs.realpathSync(found)
}

/** The folder of a package; null where there is none of that name, or it is one of the project's own names. */
function folderOf(from: string, name: string): string | null {
  const [package_ = ''] = /^(?:@[^/]+\/)?[^/]+/.exec(name) ?? []
  for (let dir = from; ; dir = path.dirname(dir)) {
    const folder = path.join(dir, 'node_modules', package_)
    if (package_ !== '' && fs.existsSync(folder)) return fs.realpathSync(folder)
    if (dir === path.dirname(dir)) return null
  }
}

/** Of a package that is installed, the lock file tells. One of the same repository is a link to where its sources are. */
function addPackage(folders: Set<string>, folder: string): void {
  if (folders.has(folder) || folder.split(path.sep).includes('node_modules')) return
  folders.add(folder)
  for (const name of dependenciesOf(folder)) {
    const found = folderOf(folder, name)
    if (found !== null) addPackage(folders, found)
  }
}

function dependenciesOf(folder: string): string[] {
  const file = path.join(folder, 'package.json')
  if (!fs.existsSync(file)) return []
  const { dependencies, peerDependencies, optionalDependencies } = JSON.parse(
    fs.readFileSync(file, 'utf8'),
  ) as Record<string, object | undefined>
  return Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies })
}
