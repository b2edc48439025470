import type * as v from 'valibot'
import { resultSchema } from '../../harness/recording/result-schema.ts'
import { replayFileSchema } from '../../harness/recording/schema.ts'
import { fieldsOf } from './fields.ts'
import { replayWords, resultWords, type Words } from './words.ts'

/** Where the page is, relative to the root. */
export const jsonPage = 'docs/json.md'

/**
 * The page about the JSON result and the replay file, from their schemas.
 *
 * @throws Error when a field of a schema has no words, or words have no field.
 */
export function renderJsonPage(): string {
  return `# The JSON result and the replay file

After this page you can read both files from a script. \`npm run reference\` makes the page from the schemas that onewriter itself checks these files with.

The words *writer*, *session*, *document*, *call* and *acknowledged* are explained in [the index](README.md).

A field with \`?\` may be absent. \`[]\` stands for each entry of a list, \`*\` for each name in an object.

## The JSON result

\`--reporter=json:result.json\` writes it. \`--reporter=json\` prints it. \`check()\`, \`explore()\`, \`race()\` and \`soak()\` return the same object. New versions add fields: a script should ignore those that it does not know.

${table(resultSchema, resultWords)}

The file also has \`statements\`: what the result claims, in sentences. Every reporter prints the same ones.

Figures that depend on timing are named in [Options](options.md#the-same-seed).

## The replay file

\`explore\`, \`check\` and \`soak\` save one for each violation, in \`.onewriter/\`. It is data: loading it runs nothing but the target that it names. \`onewriter replay\` refuses a file that does not fit this table.

${table(replayFileSchema, replayWords)}
`
}

function table(schema: v.GenericSchema, words: Words): string {
  const fields = fieldsOf(schema)
  const unknown = Object.keys(words).filter((path) => !fields.some((field) => field.path === path))
  if (unknown.length > 0) throw new Error(`words.ts has fields that no schema has: ${unknown.join(', ')}`)
  const rows = fields.map(({ path, type, mayBeAbsent }) => {
    const said = words[path]
    if (said === undefined) throw new Error(`expected a line about ${path} in scripts/reference/words.ts`)
    const short = path.replace(/^counterexample\./, '… .')
    return `| \`${short}${mayBeAbsent ? '?' : ''}\` | ${type} | ${said} |`
  })
  return ['| field | type | what it says |', '|---|---|---|', ...rows].join('\n')
}
