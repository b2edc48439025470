/** What the picture's script is told of one execution; plain data, complete without it. */
export interface Story {
  /** Before the first step, and after each. */
  readonly moments: readonly Moment[]
  readonly contents: readonly Held[]
  /** The moment at which the file became what it must not be. */
  readonly violated: number
}

export interface Moment {
  readonly title: string
  /** Where in the target's code it was asked for, `file:line:column`, and what stands there. */
  readonly source: string | null
  readonly code: string | null
  /** What else happened: calls that were made or settled, faults, errors. */
  readonly notes: readonly string[]
  /** What each session file holds then. */
  readonly files: readonly { readonly name: string; readonly held: number; readonly changed: boolean }[]
}

/** What a session file held. */
export interface Held {
  readonly kind: 'missing' | 'inaccessible' | 'empty' | 'complete' | 'value' | 'torn' | 'mixed'
  readonly words: string
  readonly bytes: number
  readonly parts: readonly Part[]
}

/** Consecutive bytes of one call's output, or of nobody's. */
export interface Part {
  /** Colour and shade: of the writer, and of its call; 0 where it is nobody's. */
  readonly writer: number
  readonly call: number
  readonly name: string
  readonly bytes: number
  /** The text, as much as there is room for. */
  readonly text: string
}
