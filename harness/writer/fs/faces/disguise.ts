type AnyFunction = (...args: never[]) => unknown

/**
 * Makes a replacement look like the original: name, length, and whatever hangs on it, among which are the symbols that
 * `util.promisify` looks for; a symbol that the replacement has of its own stays.
 */
export function disguise<T extends AnyFunction>(face: T, original: AnyFunction): T {
  for (const key of Reflect.ownKeys(original)) {
    const property = Object.getOwnPropertyDescriptor(original, key)
    const isOwnSymbol = typeof key === 'symbol' && Object.hasOwn(face, key)
    if (key !== 'prototype' && property && !isOwnSymbol) Object.defineProperty(face, key, property)
  }
  return face
}
