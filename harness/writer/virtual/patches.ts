/** Properties replaced on Node's own objects, and how to put them back. */
export class Patches {
  readonly #undo: (() => void)[] = []

  /** Replaces a value wherever in the prototype chain it lives, keeping how it shows up. */
  replace(object: object, name: PropertyKey, value: unknown): void {
    const { owner, property } = find(object, name)
    this.define(owner, name, {
      value,
      writable: true,
      configurable: true,
      enumerable: property?.enumerable ?? false,
    })
  }

  define(object: object, name: PropertyKey, property: PropertyDescriptor): void {
    const before = Object.getOwnPropertyDescriptor(object, name)
    Object.defineProperty(object, name, { configurable: true, ...property })
    this.#undo.push(() => {
      if (before) Object.defineProperty(object, name, before)
      else Reflect.deleteProperty(object, name)
    })
  }

  undo(): void {
    for (const undo of this.#undo.splice(0).toReversed()) undo()
  }
}

function find(object: object, name: PropertyKey): { owner: object; property?: PropertyDescriptor } {
  for (let owner: object | null = object; owner; owner = Object.getPrototypeOf(owner) as object | null) {
    const property = Object.getOwnPropertyDescriptor(owner, name)
    if (property) return { owner, property }
  }
  return { owner: object }
}
