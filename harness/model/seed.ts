/** A seed of its own for each execution: neighbouring numbers give unrelated ones (Steele, Lea, Flood: SplitMix, OOPSLA 2014). */
export function seedOf(seed: number, ordinal: number): number {
  let mixed = (seed + Math.imul(ordinal, 0x9e3779b9)) | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
  return (mixed ^ (mixed >>> 15)) >>> 1
}
