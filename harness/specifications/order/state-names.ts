/** A specification that does not keep to what `Specification` says. The message says what was expected. */
export class SpecificationError extends Error {
  override readonly name = 'SpecificationError'
}

const expected =
  'expected plain data: objects, arrays, Map, Set, Date, bytes, strings, numbers, bigints, booleans, null and undefined'

/**
 * Gives each state a name, the same for equal ones: order of keys and of entries included. Freezes what can be frozen, so
 * that a specification which changes a state in place is found out at once; its name tells of the rest.
 */
export class StateNames {
  /** By its own text, the name of an object. */
  readonly #names = new Map<string, string>()
  /** Of objects that nobody can change any more. */
  readonly #known = new WeakMap<object, string>()
  /** Those, once frozen, however deep. */
  readonly #frozen = new WeakSet<object>()

  /** @throws SpecificationError where a state is not plain data. */
  nameOf(value: unknown): string {
    if (typeof value === 'object' && value !== null) return this.#nameOfObject(value)
    switch (typeof value) {
      case 'string':
        return this.#short(JSON.stringify(value))
      case 'number':
        return Object.is(value, -0) ? '-0' : String(value)
      case 'bigint':
        return `${value}n`
      case 'boolean':
      case 'undefined':
        return String(value)
      case 'object':
        return 'null'
      default:
        throw new SpecificationError(`its state holds a ${typeof value}; ${expected}`)
    }
  }

  /** True where nothing of it can change any more, since it was frozen: a state of objects, arrays and primitives. */
  freeze(value: unknown): boolean {
    if (typeof value !== 'object' || value === null) return true
    if (this.#frozen.has(value)) return true
    if (!Array.isArray(value) && !isPlain(value)) return false
    let isWhole = true
    for (const each of Array.isArray(value) ? value : Object.values(value))
      isWhole = this.freeze(each) && isWhole
    Object.freeze(value)
    if (isWhole) this.#frozen.add(value)
    return isWhole
  }

  #nameOfObject(value: object): string {
    const known = this.#known.get(value)
    if (known !== undefined) return known
    const name = this.#short(this.#textOf(value))
    if (this.#frozen.has(value)) this.#known.set(value, name)
    return name
  }

  #textOf(value: object): string {
    if (Array.isArray(value)) return `[${value.map((each) => this.nameOf(each)).join()}]`
    if (value instanceof Map)
      return `Map(${[...value].map(([key, each]) => `${this.nameOf(key)}:${this.nameOf(each)}`).join()})`
    if (value instanceof Set) return `Set(${[...value].map((each) => this.nameOf(each)).join()})`
    if (value instanceof Date) return `Date(${value.getTime()})`
    if (ArrayBuffer.isView(value))
      return `${value.constructor.name}(${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')})`
    if (!isPlain(value))
      throw new SpecificationError(`its state holds an instance of ${value.constructor?.name}; ${expected}`)
    return `{${Object.entries(value)
      .map(([key, each]) => `${JSON.stringify(key)}:${this.nameOf(each)}`)
      .join()}}`
  }

  #short(text: string): string {
    if (text.length < 12) return text
    let name = this.#names.get(text)
    if (name === undefined) this.#names.set(text, (name = `#${this.#names.size}`))
    return name
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
