/**
 * Texts that one side tells the other again and again, such as paths: each is told once an execution, and stands for
 * its number from then on. 0 stands for no text.
 */
export class NumberedTexts {
  readonly #numbers = new Map<string, number>()
  #fresh: string[] | undefined

  begin(): void {
    this.#numbers.clear()
    this.#fresh = undefined
  }

  numberOf(text: string | undefined): number {
    if (text === undefined) return 0
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    const number = this.#numbers.size + 1
    this.#numbers.set(text, number)
    ;(this.#fresh ??= []).push(text)
    return number
  }

  /** Those that have not been told yet, in the order of their numbers. */
  takeFresh(): readonly string[] | undefined {
    const fresh = this.#fresh
    this.#fresh = undefined
    return fresh
  }
}

/** The other side of `NumberedTexts`. */
export class KnownTexts {
  readonly #texts: (string | undefined)[] = [undefined]

  begin(): void {
    this.#texts.length = 1
  }

  learn(fresh: readonly string[]): void {
    this.#texts.push(...fresh)
  }

  textOf(number: number): string | undefined {
    return this.#texts[number]
  }
}
