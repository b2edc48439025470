import path from 'node:path'
import { fileURLToPath } from 'node:url'

const test = fileURLToPath(new URL('..', import.meta.url))

export const knownBad = (name: string) => path.join(test, 'known-bad', `${name}.ts`)
export const fixture = (name: string) => path.join(test, 'fixtures', name)
export const correct = (name: string) => path.join(test, 'targets', name.includes('.') ? name : `${name}.ts`)
