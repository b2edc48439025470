import { isDeepStrictEqual } from 'node:util'
import type { Document } from '../model/document.ts'

/** How the target's source names what it imports, for example `save` from `./save.ts`. */
export interface Imported {
  readonly statement: string
  readonly name: string
}

/** A way in which a function may save: found by a try, and written down as a target. */
export interface Shape {
  readonly name: 'text' | 'json'
  /** For the user: how the function was called, and what it left. */
  readonly says: string
  /** What the function is given behind the path, in a try. */
  argument(document: Document): unknown
  /** Whether the file then holds what a target of this shape expects. */
  fits(bytes: Uint8Array, document: Document): boolean
  source(imported: Imported): string
}

const text: Shape = {
  name: 'text',
  says: 'called with a path and a text, it left exactly that text there',
  argument: (document) => JSON.stringify(document),
  fits: (bytes, document) => Buffer.from(bytes).toString('utf8') === JSON.stringify(document),
  source: ({ statement, name }) => `import { fileWriter } from 'onewriter'
${statement}

export default fileWriter((file, text) => ${name}(file, text))
`,
}

const json: Shape = {
  name: 'json',
  says: 'called with a path and a value, it left that value there as JSON',
  argument: (document) => document,
  fits: (bytes, document) => isDeepStrictEqual(parsed(bytes), { ...document }),
  source: ({ statement, name }) =>
    definition(statement, `${name}(path.join(dir, \`\${session}.json\`), document)`),
}

/** Every shape, in the order in which they are tried. */
export const shapes: readonly Shape[] = [text, json]

/** A target to be finished by hand, where no shape fits. */
export function unfinished({ statement, name }: Imported): string {
  return `// To finish: say in \`file\` where a session is kept, and in \`save\` how ${name} is called.
${definition(statement, `${name}(path.join(dir, \`\${session}.json\`), document)`)}`
}

function definition(statement: string, call: string): string {
  return `import path from 'node:path'
import { defineTarget } from 'onewriter'
${statement}

export default defineTarget({
  open: ({ dir }) => ({
    file: (session) => path.join(dir, \`\${session}.json\`),
    calls: {
      save: ({ session, document }) => ${call},
    },
  }),
})
`
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return undefined
  }
}
