/** What came of importing a configuration file. */
export type Loaded =
  | { readonly kind: 'options'; readonly options: object }
  /** It exports something that is no options. */
  | { readonly kind: 'other'; readonly what: string }
  | { readonly kind: 'failure'; readonly why: string }

/** What a module exports by default. */
export function loadedFrom(exported: unknown): Loaded {
  if (typeof exported === 'object' && exported !== null && !Array.isArray(exported))
    return { kind: 'options', options: exported }
  return { kind: 'other', what: wordsFor(exported) }
}

function wordsFor(value: unknown): string {
  if (value === undefined) return 'no default export'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`
}
