import dgram from 'node:dgram'
import module, { createRequire } from 'node:module'
import net from 'node:net'
import { disguise } from '../fs/faces/disguise.ts'

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown
type Name = (args: readonly unknown[]) => string

const require = createRequire(import.meta.url)

/**
 * Names sockets: who listens or connects first, the kernel decides, and another writer can see it. A port is a lock as
 * good as a file. All of Node's servers and connections go through these functions; those of `dns` ask another machine.
 */
export function noteSockets(note: (what: string) => void): void {
  const wrap = (object: object, name: string, word: Name): void => {
    const original = Reflect.get(object, name) as AnyFunction | undefined
    if (typeof original !== 'function') return
    const face: AnyFunction = function (...args) {
      note(`socket: ${word(args)}`)
      return Reflect.apply(original, this, args)
    }
    Reflect.set(object, name, disguise(face, original))
  }
  wrap(net.Server.prototype, 'listen', (args) => `listen ${place(args)}`)
  wrap(net.Socket.prototype, 'connect', (args) => `connect ${place(args)}`)
  wrap(net, '_createServerHandle', ([address, port]) => `listen ${place([port, address])}`)
  wrap(dgram.Socket.prototype, 'bind', (args) => `bind ${place(args)}`)
  wrap(dgram.Socket.prototype, 'connect', (args) => `connect ${place(args)}`)
  wrap(dgram.Socket.prototype, 'send', () => 'send')
}

/** The same for `dns`, which takes long to load: to be called again, and does nothing before somebody else has. */
export function noteLookups(note: (what: string) => void): void {
  const { moduleLoadList } = process as unknown as { moduleLoadList: readonly string[] }
  if (haveLookups || !moduleLoadList.includes('NativeModule dns')) return
  haveLookups = true
  const dns = require('node:dns') as Record<string, object>
  for (const [faces, prefix] of [
    [dns, 'dns'],
    [dns['promises'], 'dns.promises'],
    [dns['Resolver'] && Reflect.get(dns['Resolver'], 'prototype'), 'Resolver'],
  ] as [Record<string, unknown> | undefined, string][])
    for (const name of faces ? Object.keys(faces) : []) {
      const original = faces?.[name]
      if (typeof original !== 'function' || !/^(?:lookup|resolve|reverse)/.test(name)) continue
      const face: AnyFunction = function (...args) {
        note(`name look-up: ${prefix}.${name}`)
        return Reflect.apply(original, this, args)
      }
      Reflect.set(faces!, name, disguise(face, original as AnyFunction))
    }
  module.syncBuiltinESMExports()
}

let haveLookups = false

/** Where it listens or connects to: a port, a path, or options that have them. Node's own calls pass a list of these. */
function place(args: readonly unknown[]): string {
  const given: unknown = Array.isArray(args[0]) ? args[0][0] : args[0]
  const { path, port } =
    typeof given === 'object' && given !== null
      ? (given as { path?: unknown; port?: unknown })
      : { path: given, port: 0 }
  const shown = [path, port].find((each) => typeof each === 'string' || typeof each === 'number') ?? 0
  return String(shown).replaceAll('\0', '@')
}
