import path from 'node:path'
import type { FunctionName } from './operand.ts'
import { unfinished, type Imported, type Shape } from './shapes.ts'

/** Where the target goes: beside the module, in the same language. */
export function targetFileOf({ file }: FunctionName): string {
  const { dir, name, ext } = path.parse(file)
  // In a package of CommonJS modules, a plain .js file could not import anything.
  return path.join(dir, `${name}.target${ext.endsWith('ts') ? '.ts' : '.mjs'}`)
}

/**
 * The module that `init` writes.
 *
 * @param shape how the function saves; null where that is not known
 * @param isNamed whether the function can be imported by its name
 */
export function targetSource(
  name: FunctionName,
  { shape, isNamed }: { readonly shape: Shape | null; readonly isNamed: boolean },
): string {
  const imported = importOf(name, isNamed)
  return shape ? shape.source(imported) : unfinished(imported)
}

function importOf({ file, exported }: FunctionName, isNamed: boolean): Imported {
  const from = JSON.stringify(`./${path.basename(file)}`).replaceAll('"', "'")
  if (exported === 'default') return { statement: `import save from ${from}`, name: 'save' }
  if (isNamed) return { statement: `import { ${exported} } from ${from}`, name: exported }
  return { statement: `import library from ${from}`, name: `library.${exported}` }
}
