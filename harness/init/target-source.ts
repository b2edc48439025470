import path from 'node:path'
import type { FunctionName } from './operand.ts'
import { isInstalled, moduleEnding } from './packages.ts'
import type { Fitting, Near } from './probe.ts'
import { callOf, definition, sourceOf, used, type Imported } from './sources.ts'

/**
 * Where the target goes: beside the module, in the same language. What was installed is not the user's to add to, so its
 * target goes to the working directory.
 */
export function targetFileOf({ file, packaged }: FunctionName): string {
  const { dir, name, ext } = path.parse(file)
  if (packaged !== null) return path.resolve(`${fileNameOf(packaged)}.target.mjs`)
  // In a package of CommonJS modules, a plain .js file could not import anything.
  const ending = `.target${ext.endsWith('ts') ? '.ts' : '.mjs'}`
  if (!isInstalled(file)) return path.join(dir, name + ending)
  return path.resolve(fileNameOf(file.split(`node_modules${path.sep}`).at(-1) ?? name) + ending)
}

/** Of a module in a package, what its target is named after: `cacache-put` of `@npm/cacache/put.js`. */
function fileNameOf(packaged: string): string {
  return packaged
    .replace(/^@[^/]*\//, '')
    .replace(moduleEnding, '')
    .replaceAll(/[/\\]/g, '-')
}

/**
 * The module that `init` writes.
 *
 * @param fitting how the function saves; null where that is not known
 * @param nearest of a function of which that is not known: how it was called when it saved something; null where it did not
 * @param isNamed whether the function can be imported by its name
 */
export function targetSource(
  name: FunctionName,
  {
    fitting,
    nearest = null,
    isNamed,
  }: { readonly fitting: Fitting | null; readonly nearest?: Near | null; readonly isNamed: boolean },
): string {
  const imported = importOf(name, isNamed)
  return fitting ? sourceOf(imported, fitting) : unfinished(imported, nearest)
}

/** The module for a class, which is to be finished by hand. */
export function classSource(
  name: FunctionName,
  { methods, isNamed }: { readonly methods: readonly string[]; readonly isNamed: boolean },
): string {
  const imported = importOf(name, isNamed)
  const calls = methods.map(
    (method) => `${method}: ({ session, document }) => store.${method}(session, document),`,
  )
  const comment = `// To finish: what makes a store, which of its methods save and what each is given,
// and \`read\`, which picks the session's document out of the file.
// docs/which-target.md and docs/recipes.md of onewriter have more.
`
  return (
    comment +
    definition(imported, {
      first: ["const file = path.join(dir, 'store.json')", `const store = new ${imported.name}(file)`],
      file: '() => file',
      calls,
      rest: ["read: (bytes, session) => JSON.parse(Buffer.from(bytes).toString('utf8'))[session],"],
    })
  )
}

function importOf(name: FunctionName, isNamed: boolean): Imported {
  const { exported, packaged } = name
  const from = JSON.stringify(packaged ?? pathTo(name)).replaceAll('"', "'")
  if (exported === 'default') return { statement: `import save from ${from}`, name: 'save' }
  if (isNamed) return { statement: `import { ${exported} } from ${from}`, name: exported }
  return { statement: `import library from ${from}`, name: `library.${exported}` }
}

/** The module's path as its target imports it. */
function pathTo(name: FunctionName): string {
  const relative = path.relative(path.dirname(targetFileOf(name)), name.file).replaceAll(path.sep, '/')
  return relative.startsWith('../') ? relative : `./${relative}`
}

/** A target to be finished by hand. */
function unfinished(imported: Imported, nearest: Near | null): string {
  const form = nearest?.form ?? { place: 'file', payload: 'value' }
  const call = callOf(imported, { ...nearest, form })
  const isInFile = form.place === 'file'
  const place = isInFile ? 'path.join(dir, `${session}.json`)' : 'dir'
  const saved = call({ place, key: 'session', text: 'text', value: 'document' })
  const isKnown = nearest !== null && isInFile
  const toFinish = isKnown
    ? `// To finish: \`read\`, which picks the session's document out of what ${imported.name} has made of the file,
// and throws where the file is broken.`
    : `// To finish: \`file\`, where a session is kept; the arguments of ${imported.name};
// and \`read\`, which picks the session's document out of the file, and throws where the file is broken.`
  const comment = `${toFinish}
// docs/which-target.md and docs/recipes.md of onewriter have more, for example a file with many keys.
`
  return (
    comment +
    definition(imported, {
      file: '(session) => path.join(dir, `${session}.json`)',
      calls: [used('({ session, document, text })', saved)],
      rest: ["read: (bytes, session) => JSON.parse(Buffer.from(bytes).toString('utf8')),"],
      ...(form.place === 'none' && {
        first: ['// It saves below the working directory.', 'process.chdir(dir)'],
      }),
    })
  )
}
