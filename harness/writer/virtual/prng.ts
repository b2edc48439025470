/**
 * A small fast generator of 32-bit numbers: sfc32 from PractRand (C. Doty-Humphrey), seeded by splitmix32.
 * Good enough to be believed, not to keep a secret.
 */
export class Prng {
  #a = 0
  #b = 0
  #c = 0
  #counter = 1

  constructor(...seeds: readonly number[]) {
    let state = 0
    const next = (): number => {
      state = (state + 0x9e3779b9) | 0
      let mixed = state ^ (state >>> 16)
      mixed = Math.imul(mixed, 0x21f0aaad)
      mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
      return mixed ^ (mixed >>> 15)
    }
    for (const seed of seeds) {
      state ^= next() ^ seed ^ Math.floor(seed / 2 ** 32)
      this.#a ^= next()
      this.#b ^= next()
      this.#c ^= next()
    }
    for (let round = 0; round < 12; round += 1) this.uint32()
  }

  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    return sum >>> 0
  }

  /** In [0, 1), with all 53 bits of a double. */
  fraction(): number {
    return ((this.uint32() >>> 5) * 2 ** 26 + (this.uint32() >>> 6)) / 2 ** 53
  }

  fill(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index += 4) {
      const word = this.uint32()
      for (let part = 0; part < 4 && index + part < bytes.length; part += 1)
        bytes[index + part] = word >>> (8 * part)
    }
  }
}
