/** What a module asks for, as far as its text tells. */
export interface Imports {
  readonly specifiers: readonly string[]
  /** It asks for a module, or starts a program, whose name the text does not tell. */
  readonly isOpen: boolean
}

const comments = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm
const statements = /\b(?:import|export)\b(?:[^'"`;()]*?\bfrom)?\s*(['"])(.+?)\1/g
const calls = /\b(?:import|require|require\.resolve|import\.meta\.resolve)\s*\(\s*(?:(['"])(.+?)\1\s*[),])?/g
/** What it starts may be any file beside it. */
const starts = /\b(?:commandTarget|child_process|worker_threads)\b|\bcommand\s*(?:\(|as\b)/

/**
 * The modules that a module asks for, by the names that it has for them. Of text that only looks like an import, it tells
 * too many; it leaves none out without saying so.
 */
export function importsOf(source: string): Imports {
  const code = source.replaceAll(comments, '')
  const stated = [...code.matchAll(statements)].flatMap(([, , name]) => name ?? [])
  const called = [...code.matchAll(calls)].map(([, , name]) => name)
  const isOpen = called.includes(undefined) || starts.test(code)
  return { specifiers: [...new Set([...stated, ...called.flatMap((name) => name ?? [])])], isOpen }
}
