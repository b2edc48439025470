import type * as v from 'valibot'
import { operations } from '../../harness/model/step.ts'
import { oracleNames } from '../../harness/model/verdict.ts'

/** One row of the page. */
export interface Field {
  /** `violations[].oracle`; a name that the file chooses is `*`. */
  readonly path: string
  readonly type: string
  readonly mayBeAbsent: boolean
}

/** What this needs to know of a schema of valibot, whatever it describes. */
interface Schema {
  readonly type: string
  readonly pipe?: readonly { readonly type: string }[]
  readonly entries?: Readonly<Record<string, Schema>>
  readonly item?: Schema
  readonly key?: unknown
  readonly value?: Schema
  readonly wrapped?: Schema
  readonly options?: readonly unknown[]
  readonly literal?: unknown
}

/** Every field of a schema, in its order. What is the same as an earlier one is named and not spelled out again. */
export function fieldsOf(schema: v.GenericSchema): Field[] {
  const fields: Field[] = []
  const earlier = new Map<Schema, string>()
  visit(schema, '', false)
  return fields

  function visit(each: Schema, path: string, mayBeAbsent: boolean): void {
    if (each.wrapped && each.type !== 'nullable') return visit(each.wrapped, path, true)
    const inner = each.type === 'nullable' && each.wrapped ? each.wrapped : each
    const kinds = kindsOf(inner)
    const known = earlier.get(inner)
    const said = known !== undefined && kinds ? `as \`${known}\`` : typeOf(inner)
    const type = inner === each ? said : `${said} or null`
    if (path !== '') fields.push({ path, type, mayBeAbsent })
    if (known !== undefined && kinds) return
    earlier.set(inner, path)
    if (kinds) visitKinds(kinds, path)
    else
      for (const [name, value] of Object.entries(inner.entries ?? {})) visit(value, join(path, name), false)
    const below = inner.item ?? (inner.type === 'record' ? inner.value : undefined)
    if (below) visitBelow(below, `${path}${inner.item ? '[]' : '.*'}`)
  }

  /** Of a list or a record, that it is one is said already. */
  function visitBelow(each: Schema, path: string): void {
    const before = fields.length
    visit(each, path, false)
    const [own] = fields.slice(before)
    if (own && fields.length > before && !own.type.startsWith('as ')) fields.splice(before, 1)
  }

  function visitKinds(kinds: readonly Schema[], path: string): void {
    const names = new Set(kinds.flatMap((kind) => Object.keys(kind.entries ?? {})))
    for (const name of names) {
      const having = kinds.flatMap((kind) => kind.entries?.[name] ?? [])
      const [first] = having
      if (!first) continue
      if (having.every(({ type }) => type === 'literal')) {
        const type = having.map(typeOf).join(', ')
        fields.push({ path: join(path, name), type, mayBeAbsent: false })
      } else visit(first, join(path, name), having.length < kinds.length)
    }
  }
}

function isObjectSchema(each: unknown): each is Schema {
  return typeof each === 'object' && each !== null && 'entries' in each
}

function kindsOf({ type, options }: Schema): readonly Schema[] | null {
  return (type === 'variant' || type === 'union') && options?.every(isObjectSchema) ? options : null
}

/** Lists that the page gives elsewhere, and not in each row. */
function nameOf(names: readonly unknown[]): string | null {
  if (names.length === oracleNames.length && oracleNames.every((name) => names.includes(name)))
    return '[name of an oracle](oracles.md)'
  return names === operations ? 'name of an operation' : null
}

function typeOf(schema: Schema): string {
  const { type, pipe = [], options = [], literal, item, value } = schema
  switch (type) {
    case 'literal':
      return `\`${String(literal)}\``
    case 'picklist':
      return nameOf(options) ?? options.map((each) => `\`${String(each)}\``).join(', ')
    case 'unknown':
      return 'any JSON'
    case 'number':
      return pipe.some((each) => each.type === 'integer') ? 'integer' : 'number'
    case 'array':
      return item ? `list of ${plainTypeOf(item)}` : 'list'
    case 'record':
      return value ? `object of ${plainTypeOf(value)}` : 'object'
    case 'string':
    case 'boolean':
      return type
    case 'object':
    case 'loose_object':
    case 'strict_object':
    case 'variant':
    case 'union':
      return 'object'
    default:
      throw new Error(`expected a type that the page can name, got ${type}`)
  }
}

function plainTypeOf(schema: Schema): string {
  const type = typeOf(schema)
  if (schema.type === 'picklist')
    return nameOf(schema.options ?? []) ? 'names of oracles' : `strings: ${type}`
  return type.replace(/^(list|\w+)/, '$1s')
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
