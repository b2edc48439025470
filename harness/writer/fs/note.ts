/** What a note is about, as a result words it. */
export type NoteKind = 'watch' | 'uncontrolled' | 'outside the run directory'

/** Takes note of what reaches a controlled file without a step, so that nothing which depends on steps is concluded. */
export type Note = (kind: NoteKind, detail: string) => void
