import crypto from 'node:crypto'
import { disguise } from '../fs/faces/disguise.ts'
import type { Patches } from './patches.ts'
import { Prng } from './prng.ts'

type AnyFunction = (...args: never[]) => unknown
type Callback = (error: null, value: unknown) => void
type Fillable = NodeJS.ArrayBufferView | ArrayBuffer

/** The two sources of randomness, apart so that one does not shift the other. */
export interface Sources {
  plain: Prng
  secret: Prng
}

export function sourcesFor(seed: number, writer: number): Sources {
  return { plain: new Prng(seed, writer, 1), secret: new Prng(seed, writer, 2) }
}

/**
 * Makes `Math.random` and the random functions of `crypto` follow from the seed. Each lets Node's own function run
 * first, for what that says of its arguments. Keys, primes and signatures stay truly random, see `undecided.ts`.
 * https://nodejs.org/api/crypto.html#cryptorandombytessize-callback
 */
export function patchRandomness(patches: Patches, sources: () => Sources, nowMillis: () => number): void {
  const { randomBytes, randomFillSync, randomFill, randomInt, randomUUID, webcrypto } = crypto
  const fill = (bytes: Uint8Array): void => sources().secret.fill(bytes)
  const replace = (object: object, face: AnyFunction, original: AnyFunction): void =>
    patches.replace(object, original.name, disguise(face, original))

  replace(Math, () => sources().plain.fraction(), Math.random)

  function bytesOf(size: number, callback?: Callback): Buffer | undefined {
    const bytes = randomBytes(size)
    if (callback !== undefined && typeof callback !== 'function') return randomBytes(size, callback) as never
    fill(bytes)
    return answer(bytes, callback)
  }
  replace(crypto, bytesOf, randomBytes)
  // Its old names: https://nodejs.org/api/deprecations.html#DEP0115
  for (const name of ['prng', 'pseudoRandomBytes', 'rng'])
    if (name in crypto) patches.replace(crypto, name, Reflect.get(crypto, 'randomBytes'))

  function fillSync<T extends Fillable>(into: T, offset?: number, size?: number): T {
    randomFillSync(into as Uint8Array, offset, size)
    fill(spanOf(into, offset, size))
    return into
  }
  replace(crypto, fillSync, randomFillSync)

  function fillAsync(into: Fillable, ...rest: unknown[]): void {
    const callback = rest.at(-1)
    if (typeof callback !== 'function') {
      Reflect.apply(randomFill, crypto, [into, ...rest])
      return
    }
    const [offset, size] = rest.slice(0, -1) as number[]
    answer(fillSync(into, offset, size), callback as Callback)
  }
  replace(crypto, fillAsync, randomFill)

  function intBetween(...args: unknown[]): number | undefined {
    const callback = args.at(-1)
    const bounds = typeof callback === 'function' ? args.slice(0, -1) : args
    Reflect.apply(
      randomInt,
      crypto,
      bounds.filter((bound) => bound !== undefined),
    )
    const [low, high] = (typeof bounds[1] === 'number' ? bounds : [0, bounds[0]]) as [number, number]
    const value = low + Math.floor(sources().secret.fraction() * (high - low))
    return answer(value, typeof callback === 'function' ? (callback as Callback) : undefined)
  }
  replace(crypto, intBetween, randomInt)

  function uuid(options?: object): string {
    randomUUID(options)
    return uuidFrom(sources().secret)
  }
  replace(crypto, uuid, randomUUID)

  const original = Reflect.get(crypto, 'randomUUIDv7') as ((options?: object) => string) | undefined
  if (original) {
    const timed = (options?: object): string => {
      original(options)
      return timedUuidFrom(nowMillis(), sources().secret)
    }
    replace(crypto, timed, original)
  }

  const web = Object.getPrototypeOf(webcrypto) as Pick<typeof webcrypto, 'getRandomValues' | 'randomUUID'>
  const { getRandomValues, randomUUID: webUuid } = web
  function valuesOf<T extends NodeJS.TypedArray>(this: unknown, into: T): T {
    Reflect.apply(getRandomValues, this, [into])
    fill(spanOf(into))
    return into
  }
  // `crypto.getRandomValues` calls it, too.
  replace(web, valuesOf, getRandomValues)
  replace(
    web,
    function webUuidFrom(this: unknown): string {
      Reflect.apply(webUuid, this, [])
      return uuidFrom(sources().secret)
    },
    webUuid,
  )
}

/** Node fills in a thread of its pool, which nobody could wait for. */
function answer<T>(value: T, callback: Callback | undefined): T | undefined {
  if (!callback) return value
  setImmediate(callback, null, value)
  return undefined
}

/** Offsets count elements. */
function spanOf(into: Fillable, offset = 0, size?: number): Uint8Array {
  const [buffer, start] = ArrayBuffer.isView(into) ? [into.buffer, into.byteOffset] : [into, 0]
  const unit = 'BYTES_PER_ELEMENT' in into ? into.BYTES_PER_ELEMENT : 1
  return new Uint8Array(
    buffer,
    start + offset * unit,
    size === undefined ? into.byteLength - offset * unit : size * unit,
  )
}

/** RFC 9562, version 4. */
function uuidFrom(source: Prng): string {
  const bytes = Buffer.alloc(16)
  source.fill(bytes)
  return uuidOf(bytes, 4)
}

/** RFC 9562, version 7. */
function timedUuidFrom(millis: number, source: Prng): string {
  const bytes = Buffer.alloc(16)
  source.fill(bytes)
  bytes.writeUIntBE(millis, 0, 6)
  return uuidOf(bytes, 7)
}

function uuidOf(bytes: Buffer, version: number): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}
