import { expressionOf, given, type Form } from './forms.ts'
import type { Fitting } from './probe.ts'
import type { Way } from './ways.ts'

/** How the target's source names what it imports, for example `save` from `./save.ts`. */
export interface Imported {
  readonly statement: string
  readonly name: string
}

/** The target of a function that saves in a known way. */
export function sourceOf(imported: Imported, fitting: Fitting): string {
  const { form, seen } = fitting
  const call = callOf(imported, fitting)
  const short = form.place === 'file' ? shortSource(seen.way, form, call) : null
  if (short)
    return `import { ${short.maker} } from 'onewriter'\n${imported.statement}\n\nexport default ${short.maker}(${short.given})\n`
  return definition(imported, partsOf({ form, seen }, call))
}

/** The call of a function in a form, with these expressions as what it is given. */
export function callOf({ name }: Imported, { form, asked }: Pick<Fitting, 'form' | 'asked'>): Call {
  return (parts) => expressionOf(form, name, { parts, ...(asked && { asked }) })
}

type Call = (parts: Readonly<Record<string, string>>) => string

/** Of a function that is given its file, where there is a maker of targets for the way in which it saves. */
function shortSource(way: Way, form: Form, call: Call): { maker: string; given: string } | null {
  const place = 'file'
  switch (way) {
    case 'text':
      return { maker: 'fileWriter', given: `(file, text) => ${call({ place, text: 'text' })}` }
    case 'lines':
      return {
        maker: 'fileAppender',
        given: `(file, line) => ${call({ place, text: 'line', value: 'JSON.parse(line)' })}`,
      }
    case 'joined':
      return { maker: 'fileAppender', given: `(file, line) => ${call({ place, text: '`${line}\\n`' })}` }
    case 'keys': {
      const value = form.payload === 'value' ? '{ [key]: value }' : 'value'
      return { maker: 'fileUpdater', given: `(file, key, value) => ${call({ place, key: 'key', value })}` }
    }
    case 'document':
    case 'list':
    case 'file-for-each-key':
      return null
  }
}

interface Parts {
  readonly file: string
  /** A line each. */
  readonly calls: readonly string[]
  /** Of the target: a line each. */
  readonly rest?: readonly string[]
  readonly imports?: readonly string[]
  /** Comes first in `open`. */
  readonly first?: readonly string[]
}

const json = "read: (bytes) => JSON.parse(Buffer.from(bytes).toString('utf8')),"
const jsonLines =
  "read: (bytes) => Buffer.from(bytes).toString('utf8').trimEnd().split('\\n').map((line) => JSON.parse(line)),"
/** Each call replaces what all of them have together. */
const oneDocument =
  "specification: { name: 'document', initial: () => undefined, apply: (_, { document }) => ({ state: document }) },"

/** Of the target itself, by way, where all calls save to one file. */
const inOneFile: Readonly<Record<Exclude<Way, 'file-for-each-key'>, Pick<Parts, 'rest' | 'imports'>>> = {
  text: { rest: [json, oneDocument] },
  document: { rest: [json, oneDocument] },
  lines: { rest: [jsonLines, 'specification: log(),'], imports: ['log'] },
  joined: { rest: [jsonLines, 'specification: log(),'], imports: ['log'] },
  list: { rest: [json, 'specification: log(),'], imports: ['log'] },
  keys: { rest: [json, 'specification: map(),'], imports: ['map'] },
}

function partsOf({ form, seen }: Fitting, call: Call): Parts {
  const { way, file } = seen
  const isPatch = form.payload === 'value' && way === 'keys'
  const parts = {
    key: 'session',
    text: way === 'joined' ? '`${text}\\n`' : 'text',
    value: isPatch ? '{ [session]: document }' : 'document',
  }
  const context = '({ session, document, text })'
  if (form.place === 'file') {
    const place = 'path.join(dir, `${session}.json`)'
    const isList = way === 'list'
    return {
      file: `(session) => ${place}`,
      calls: [used(context, call({ ...parts, place }))],
      ...(isList && { rest: ['specification: log(),'], imports: ['log'] }),
    }
  }
  const first =
    form.place === 'none' ? ['// It saves below the working directory.', 'process.chdir(dir)'] : []
  const saved = used(context, call({ ...parts, place: 'dir' }))
  if (way === 'file-for-each-key') {
    const name = file.replaceAll(given[0].key, '${session}')
    return { file: `(session) => path.join(dir, \`${name}\`)`, calls: [saved], first }
  }
  return { file: `() => path.join(dir, ${quoted(file)})`, calls: [saved], first, ...inOneFile[way] }
}

/** The call, which takes of its context what its expression names. */
export function used(context: string, expression: string): string {
  const names = (context.match(/\w+/g) ?? []).filter((name) =>
    new RegExp(`\\b${name}\\b(?!:)`).test(expression),
  )
  return `save: ({ ${names.join(', ')} }) => ${expression},`
}

function quoted(text: string): string {
  return `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** A target by `defineTarget`. */
export function definition(
  { statement }: Imported,
  { file, calls, rest = [], imports = [], first = [] }: Parts,
): string {
  const opened = [`file: ${file},`, 'calls: {', ...indented(calls), '},']
  const body =
    first.length === 0
      ? ['open: ({ dir }) => ({', ...indented(opened), '}),']
      : ['open({ dir }) {', ...indented([...first, 'return {', ...indented(opened), '}']), '},']
  return `import path from 'node:path'
import { ${['defineTarget', ...imports].join(', ')} } from 'onewriter'
${statement}

export default defineTarget({
${indented([...body, ...rest]).join('\n')}
})
`
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`)
}
