/** One try of a function of the user's; plain data between the process that asks and the one that tries. */
export interface Attempt {
  /** `file:` URL of the module. */
  readonly module: string
  readonly exported: string
  /** What the function is called with, one call after the other. Null: it is only looked whether it is there. */
  readonly calls: readonly (readonly unknown[])[] | null
  /** Which parameter is an object of options, of which it is told what was asked for; null where none is. */
  readonly optionsAt: number | null
  /** Below this directory alone it may change files. */
  readonly directory: string
  /** Its working directory, from the time on when it is loaded. */
  readonly workingDirectory: string
}

/** What the process that tried has found. */
export type Found =
  | { readonly kind: 'does-not-load'; readonly message: string }
  | { readonly kind: 'no-function'; readonly functions: readonly string[]; readonly isTarget: boolean }
  /** `isNamed`: the module can be imported with the export's name; else it is a property of the default export. `methods`: of a class. */
  | { readonly kind: 'there'; readonly isNamed: boolean; readonly methods: readonly string[] | null }
  /** `asked`: the names that were read of the options. */
  | { readonly kind: 'called'; readonly rejected: string | null; readonly asked: readonly string[] }
