import crypto from 'node:crypto'
import perfHooks from 'node:perf_hooks'
import v8 from 'node:v8'
import vm from 'node:vm'
import { disguise } from '../fs/faces/disguise.ts'
import type { Patches } from './patches.ts'

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown
type Class = abstract new (...args: never[]) => object

/** What gives each time something else and is not made virtual: where it lies, and its names. */
export const undecided: Readonly<Record<string, readonly string[]>> = {
  crypto:
    'generateKey generateKeySync generateKeyPair generateKeyPairSync generatePrime generatePrimeSync createDiffieHellman encapsulate publicEncrypt sign'.split(
      ' ',
    ),
  Sign: ['sign'],
  DiffieHellman: ['generateKeys'],
  ECDH: ['generateKeys'],
  subtle: 'generateKey encrypt sign wrapKey encapsulateBits encapsulateKey'.split(' '),
  URL: ['createObjectURL'],
  v8: 'getHeapStatistics getHeapSpaceStatistics getHeapCodeStatistics getCppHeapStatistics getHeapSnapshot queryObjects startCpuProfile startHeapProfile'.split(
    ' ',
  ),
  GCProfiler: ['start'],
  vm: ['createContext', 'runInNewContext', 'measureMemory'],
  Script: ['runInNewContext'],
  performance: ['eventLoopUtilization', 'timerify', 'toJSON'],
  perf_hooks: 'eventLoopUtilization timerify monitorEventLoopDelay'.split(' '),
  Histogram: ['recordDelta'],
  process: ['getActiveResourcesInfo', '_getActiveHandles', '_getActiveRequests'],
  report: ['getReport', 'writeReport'],
}

const prototypeOf = (holder: object, name: string): object | undefined =>
  (Reflect.get(holder, name) as Class | undefined)?.prototype as object | undefined

/** By name above, the object that has them. Keys and signatures are truly random; a new realm has a clock of its own. */
function holderOf(name: string): object | undefined {
  const holders: Readonly<Record<string, () => object | undefined>> = {
    crypto: () => crypto,
    Sign: () => prototypeOf(crypto, 'Sign'),
    DiffieHellman: () => prototypeOf(crypto, 'DiffieHellman'),
    ECDH: () => prototypeOf(crypto, 'ECDH'),
    subtle: () => Object.getPrototypeOf(crypto.webcrypto.subtle) as object,
    URL: () => URL,
    v8: () => v8,
    GCProfiler: () => prototypeOf(v8, 'GCProfiler'),
    vm: () => vm,
    Script: () => prototypeOf(vm, 'Script'),
    performance: () => Object.getPrototypeOf(performance) as object,
    perf_hooks: () => perfHooks,
    Histogram: () => Object.getPrototypeOf(perfHooks.createHistogram()) as object,
    process: () => process,
    report: () => process.report,
  }
  return holders[name]?.()
}

/** Signatures and ciphers that follow from what they are given. */
const decidedAlgorithms = /^(?:HMAC|RSASSA-PKCS1-v1_5|Ed25519|Ed448|AES-\w+)$/i
/** Where one of Node's own streams is given back, it asks for a global object once: lib/internal/util.js, `getInternalGlobal`. */
const isNodesOwn = (options: unknown): boolean =>
  typeof options === 'object' && options !== null && Reflect.get(options, 'contextName') === 'internal'
/** A group is asked for by its prime; by a length, a prime is made. */
const takesNothingRandom: Readonly<Record<string, (args: readonly unknown[]) => boolean>> = {
  'vm.runInNewContext': ([code, , options]) => code === 'this' && isNodesOwn(options),
  'Script.runInNewContext': ([, options]) => isNodesOwn(options),
  'crypto.createDiffieHellman': ([prime]) => typeof prime !== 'number',
  'subtle.encrypt': ([algorithm]) => isDecided(algorithm),
  'subtle.sign': ([algorithm]) => isDecided(algorithm),
  'subtle.wrapKey': ([, , , algorithm]) => isDecided(algorithm),
}

/** Names what is seen of the machine's randomness, its memory and its speed by ways that are not virtual. */
export function noteUndecided(patches: Patches, note: (what: string) => void): void {
  for (const [place, names] of Object.entries(undecided)) {
    const holder = holderOf(place)
    for (const name of holder ? names : []) {
      const original = Reflect.get(holder!, name) as AnyFunction | undefined
      if (typeof original !== 'function') continue
      const shown = `${place}.${name}`
      const face: AnyFunction = function (...args) {
        if (takesNothingRandom[shown]?.(args) !== true) note(`not the same each time: ${shown}`)
        return Reflect.apply(original, this, args)
      }
      patches.replace(holder!, name, disguise(face, original))
    }
  }
  noteTimings(patches, note)
  noteCollections(patches, note)
}

/** When Node itself has started. */
function noteTimings(patches: Patches, note: (what: string) => void): void {
  const holder = Object.getPrototypeOf(performance) as object
  const property = Object.getOwnPropertyDescriptor(holder, 'nodeTiming')
  if (!property) return
  patches.define(holder, 'nodeTiming', {
    configurable: true,
    enumerable: property.enumerable ?? true,
    get(this: unknown) {
      note('not the same each time: performance.nodeTiming')
      return property.get ? (property.get.call(this) as unknown) : (property.value as unknown)
    },
  })
}

/** When something is collected shows where a program is told of it, or finds it gone. */
function noteCollections(patches: Patches, note: (what: string) => void): void {
  const deref = Reflect.get(WeakRef.prototype, 'deref') as AnyFunction
  const face = function (this: WeakRef<object>): object | undefined {
    const value = Reflect.apply(deref, this, []) as object | undefined
    if (value === undefined) note('not the same each time: WeakRef, what it refers to was collected')
    return value
  }
  patches.replace(WeakRef.prototype, 'deref', disguise(face, deref))
  const registries = new Proxy(FinalizationRegistry, {
    construct(target, [cleanUp, ...rest], newTarget) {
      const told =
        typeof cleanUp === 'function'
          ? (held: unknown): unknown => {
              note('not the same each time: FinalizationRegistry, something was collected')
              return (cleanUp as (held: unknown) => unknown)(held)
            }
          : (cleanUp as () => void)
      return Reflect.construct(target, [told, ...rest], newTarget) as object
    },
  })
  patches.replace(globalThis, 'FinalizationRegistry', registries)
}

function isDecided(algorithm: unknown): boolean {
  const name: unknown = typeof algorithm === 'string' ? algorithm : Reflect.get(Object(algorithm), 'name')
  return typeof name === 'string' && decidedAlgorithms.test(name)
}
