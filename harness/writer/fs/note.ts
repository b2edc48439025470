/** Takes note of what reaches a controlled file without a step, so that nothing which depends on steps is concluded. */
export type Note = (kind: 'watch' | 'uncontrolled', detail: string) => void
