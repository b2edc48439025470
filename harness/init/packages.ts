import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { messageOf } from '../model/errors.ts'

/** What a package is named by: its name, and a path within it. */
const specifierForm = /^((?:@[\w.~-]+\/)?[\w~][\w.~-]*)(?:\/.+)?$/
/** How a module of JavaScript or TypeScript is named: what its name ends with. */
export const moduleEnding = /\.[cm]?[jt]s$/

export interface InPackage {
  /** Absolute path of the module. */
  readonly file: string
  /** What a module imports it by; null where a module of ECMAScript has to give the path. */
  readonly packaged: string | null
}

export interface NotInPackage {
  /** Of the package that is not installed; null where this names none. */
  readonly name: string | null
  /** Where the package is there: why it has no such module. */
  readonly why: string | null
}

/** Whether a file lies in a package that was installed. */
export function isInstalled(file: string): boolean {
  return file.split(path.sep).includes('node_modules')
}

/** Finds what a module in a directory gets when it imports this, or requires it where a package has nothing to import. */
export async function resolveFrom(directory: string, specifier: string): Promise<InPackage | NotInPackage> {
  const [, name] = specifierForm.exec(specifier) ?? []
  if (name === undefined) return { name: null, why: null }
  const [found = ''] = await imported(directory, [specifier])
  if (typeof found === 'string') {
    if (!found.startsWith('file:')) return { name, why: `${specifier} is Node's own, and no package` }
    const file = fileURLToPath(found)
    if (fs.existsSync(file)) return { file, packaged: specifier }
    return { name, why: `the package ${name} has no file ${path.basename(file)} there` }
  }
  if (found.code === 'ERR_MODULE_NOT_FOUND') return { name: moduleEnding.test(name) ? null : name, why: null }
  try {
    const file = createRequire(path.resolve(directory, 'target.cjs')).resolve(specifier)
    return { file, packaged: null }
  } catch (error) {
    return { name, why: `the package ${name} does not give it out: ${messageOf(error)}` }
  }
}

/** What a module in the working directory imports an installed file by; null where no name of its package leads to it. */
export async function nameOf(file: string): Promise<string | null> {
  const parts = file.split(path.sep)
  const start = parts.lastIndexOf('node_modules') + 1
  const count = parts[start]?.startsWith('@') ? 2 : 1
  const name = parts.slice(start, start + count).join('/')
  const within = parts.slice(start + count).join('/')
  if (within === '') return null
  const root = parts.slice(0, start + count).join(path.sep)
  const bare = within.replace(moduleEnding, '')
  const subpaths = ['', ...exportedBy(root), `/${bare}`, `/${within}`]
  const specifiers = [...new Set(subpaths)].map((subpath) => name + subpath)
  const found = await imported('.', specifiers)
  const real = fs.realpathSync(file)
  const at = found.findIndex((each) => typeof each === 'string' && leadsTo(each, real))
  return specifiers[at] ?? null
}

/** The subpaths that a package's `exports` name, without patterns. */
function exportedBy(root: string): string[] {
  try {
    const { exports } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      readonly exports?: unknown
    }
    const keys = typeof exports === 'object' && exports !== null ? Object.keys(exports) : []
    return keys.flatMap((key) => (/^\.\/[^*]+$/.test(key) ? [key.slice(1)] : []))
  } catch {
    return []
  }
}

function leadsTo(url: string, real: string): boolean {
  if (!url.startsWith('file:')) return false
  const file = fileURLToPath(url)
  return fs.existsSync(file) && fs.realpathSync(file) === real
}

interface Unresolved {
  readonly code?: string
}

/** Where this Node finds what a module in a directory imports: a URL each, or what it throws. */
async function imported(
  directory: string,
  specifiers: readonly string[],
): Promise<readonly (string | Unresolved)[]> {
  // `import.meta.resolve` takes no other module's place, so a module of that directory is asked.
  const source = `import fs from 'node:fs'
    fs.writeSync(3, JSON.stringify(process.argv.slice(1).map((specifier) => {
      try { return import.meta.resolve(specifier) } catch ({ code }) { return { code } }
    })))`
  const { stdio } = await execa(
    process.execPath,
    ['--input-type=module', '--eval', source, '--', ...specifiers],
    { cwd: directory, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  )
  return JSON.parse(stdio[3]) as (string | Unresolved)[]
}
