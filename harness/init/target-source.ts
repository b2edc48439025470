import path from 'node:path'
import type { FunctionName } from './operand.ts'
import type { Fitting } from './probe.ts'
import { definition, sourceOf, type Imported } from './sources.ts'

/** Where the target goes: beside the module, in the same language. */
export function targetFileOf({ file }: FunctionName): string {
  const { dir, name, ext } = path.parse(file)
  // In a package of CommonJS modules, a plain .js file could not import anything.
  return path.join(dir, `${name}.target${ext.endsWith('ts') ? '.ts' : '.mjs'}`)
}

/**
 * The module that `init` writes.
 *
 * @param fitting how the function saves; null where that is not known
 * @param isNamed whether the function can be imported by its name
 */
export function targetSource(
  name: FunctionName,
  { fitting, isNamed }: { readonly fitting: Fitting | null; readonly isNamed: boolean },
): string {
  const imported = importOf(name, isNamed)
  return fitting ? sourceOf(imported, fitting) : unfinished(imported)
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

function importOf({ file, exported }: FunctionName, isNamed: boolean): Imported {
  const from = JSON.stringify(`./${path.basename(file)}`).replaceAll('"', "'")
  if (exported === 'default') return { statement: `import save from ${from}`, name: 'save' }
  if (isNamed) return { statement: `import { ${exported} } from ${from}`, name: exported }
  return { statement: `import library from ${from}`, name: `library.${exported}` }
}

/** A target to be finished by hand. */
function unfinished(imported: Imported): string {
  const { name } = imported
  const comment = `// To finish: \`file\`, where a session is kept; the arguments of ${name};
// and \`read\`, which picks the session's document out of the file, and throws where the file is broken.
// docs/which-target.md and docs/recipes.md of onewriter have more, for example a file with many keys.
`
  return (
    comment +
    definition(imported, {
      file: '(session) => path.join(dir, `${session}.json`)',
      calls: [`save: ({ session, document }) => ${name}(path.join(dir, \`\${session}.json\`), document),`],
      rest: ["read: (bytes, session) => JSON.parse(Buffer.from(bytes).toString('utf8')),"],
    })
  )
}
