export const runtimeNames = ['node', 'bun', 'deno'] as const

/** What runs the writers of a target. */
export interface Runtime {
  readonly name: (typeof runtimeNames)[number]
  /** As it says itself; empty where it says nothing. */
  readonly version: string
}

/** As their makers write them. */
export const runtimeTitles: Readonly<Record<Runtime['name'], string>> = {
  node: 'Node',
  bun: 'Bun',
  deno: 'Deno',
}
