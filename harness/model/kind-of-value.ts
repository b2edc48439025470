/** What a value is that should have been something else: `null`, `an array`, `undefined`, `number`. */
export function kindOfValue(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : typeof value
}
