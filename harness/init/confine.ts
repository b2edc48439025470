import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { originals } from '../writer/fs/originals.ts'
import { Outside, touches } from '../writer/fs/outside.ts'
import { Paths } from '../writer/fs/paths.ts'

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown

/**
 * Lets this process change files below one directory alone: a function that is tried may save to a place of its own,
 * where the user's files are. What it asks for elsewhere fails, with an error that says so. Child processes and native
 * code are out of its reach.
 */
export function confineTo(directory: string): void {
  const outside = new Outside(new Paths(() => directory, originals), originals)
  for (const [functions, isAsync] of [
    [fs, false],
    [fs.promises, true],
  ] as const) {
    for (const [name, original] of Object.entries(functions) as [string, unknown][]) {
      const plain = name.replace(/Sync$/, '')
      if (typeof original !== 'function' || !changesWhatIsNamed(plain)) continue
      const confined = function (this: unknown, ...args: unknown[]): unknown {
        const touched = outside.touchedBy(plain, args)
        if (touched === null) return Reflect.apply(original as AnyFunction, this, args)
        const refusal = new Error(`${refused}: ${touched}`)
        if (isAsync) return Promise.reject(refusal)
        throw refusal
      }
      Reflect.set(functions, name, Object.assign(confined, original))
    }
  }
  syncBuiltinESMExports()
}

const refused =
  'while init tries it, it may change files below a new directory alone; it asked for something else'

function changesWhatIsNamed(name: string): boolean {
  const all = touches[name]
  if (all === undefined || all === 'descriptor') return false
  return all.some(
    ({ effect }) => typeof effect === 'function' || ['makes', 'alters', 'either'].includes(effect),
  )
}
