const unitMillis = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** Reads `500ms`, `30s`, `5m`, `2h`; null where the text is none of these, or is zero. */
export function parseDurationMillis(text: string): number | null {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  const millis = Number(amount) * unitMillis[unit as keyof typeof unitMillis]
  return millis > 0 ? millis : null
}

/** The shortest of `420ms`, `3.2s`, `5m 10s`, `2h 3m`. */
export function formatDuration(millis: number): string {
  if (millis < 1000) return `${Math.round(millis)}ms`
  if (millis < 59_950) return `${(millis / 1000).toFixed(1)}s`
  const seconds = Math.round(millis / 1000)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  return hours > 0 ? `${hours}h ${minutes}m` : `${minutes}m ${seconds % 60}s`
}
