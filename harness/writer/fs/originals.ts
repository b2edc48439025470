import fs from 'node:fs'

export type Originals = typeof fs

/**
 * Node's own functions as they were when this module was loaded, before anything was patched.
 * Never call these on behalf of a compound operation: several of them call each other through the patched `fs`.
 */
export const originals: Originals = Object.freeze(copyOf(fs))

/** Accessors are copied as they are: reading them all would load what nobody asked for, or warn of deprecations. */
function copyOf(functions: Originals): Originals {
  const promises = { value: Object.freeze({ ...functions.promises }) }
  return Object.create(null, { ...Object.getOwnPropertyDescriptors(functions), promises }) as Originals
}
