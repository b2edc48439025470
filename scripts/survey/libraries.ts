import fs from 'node:fs'
import path from 'node:path'

/** Compiled scripts lie in `dist`, two folders further down. */
const up = import.meta.dirname.includes(`${path.sep}dist${path.sep}`) ? '../../..' : '../..'
export const root = path.resolve(import.meta.dirname, up)

export interface Library {
  readonly name: string
  /** What the target calls. */
  readonly call: string
  /** It keeps something in its process that changes its steps, so that every execution needs a fresh one. */
  readonly keepsState?: boolean
}

export const libraries: readonly Library[] = [
  { name: 'write-file-atomic', call: 'writeFileAtomic(file, text)' },
  { name: 'atomically', call: 'writeFile(file, text)' },
  { name: 'steno', call: 'new Writer(file).write(text)' },
  { name: 'lowdb', call: 'new Low(new JSONFile(file), {}).write()' },
  { name: 'conf', call: "new Conf({ cwd, configName }).set('document', document)" },
  { name: 'fs-extra', call: 'outputJson(file, document)' },
  { name: 'jsonfile', call: 'writeFile(file, document)' },
  {
    name: 'proper-lockfile',
    call: 'lock(file), node:fs/promises writeFile(file, text), release()',
    keepsState: true,
  },
]

export function targetOf(name: string): string {
  return path.join(root, 'scripts/survey/targets', `${name}.ts`)
}

/** The one version of a library that `package.json` names. */
export function pinnedVersion(name: string): string {
  const text = fs.readFileSync(path.join(root, 'package.json'), 'utf8')
  const { devDependencies } = JSON.parse(text) as { devDependencies: Record<string, string> }
  return devDependencies[name] ?? ''
}
