type AnyFunction = (...args: never[]) => unknown

/**
 * Makes a replacement look like the original: name, length, and whatever hangs on it, among which are the symbols that
 * `util.promisify` looks for.
 */
export function disguise<T extends AnyFunction>(face: T, original: AnyFunction): T {
  for (const key of Reflect.ownKeys(original)) {
    const property = Object.getOwnPropertyDescriptor(original, key)
    if (key !== 'prototype' && property) Object.defineProperty(face, key, { ...property, configurable: true })
  }
  return face
}
