/** A number below 2^128 that stands for one entry. */
type Fingerprint<K, V> = (key: K, value: V) => bigint

interface Branch<K, V> {
  readonly key: K
  readonly value: V
  readonly left: OrderedMap<K, V>
  readonly right: OrderedMap<K, V>
  readonly height: number
  readonly size: number
  /** The sum of all fingerprints from here on down; null until somebody asks. */
  sum: bigint | null
  /** By which it was summed. */
  summedBy: unknown
}

/**
 * A map in order of its keys that is never changed: what changes it gives another one, which shares with it all but the
 * path to the change. So a map that was kept costs nothing to go back to. Null is the empty map.
 *
 * An AVL tree: Adelson-Velsky and Landis 1962; the persistent form as in Knuth, TAOCP 3, 6.2.3.
 */
export type OrderedMap<K, V> = Branch<K, V> | null

const most = (1n << 128n) - 1n

export function valueAt<K extends string | number, V>(map: OrderedMap<K, V>, key: K): V | undefined {
  let at = map
  while (at !== null) {
    if (key === at.key) return at.value
    at = key < at.key ? at.left : at.right
  }
  return undefined
}

export function withEntry<K extends string | number, V>(
  map: OrderedMap<K, V>,
  key: K,
  value: V,
): OrderedMap<K, V> {
  if (map === null) return branch(key, value, null, null)
  if (key === map.key) return value === map.value ? map : branch(key, value, map.left, map.right)
  return key < map.key
    ? balanced(map, withEntry(map.left, key, value), map.right)
    : balanced(map, map.left, withEntry(map.right, key, value))
}

export function withoutEntry<K extends string | number, V>(map: OrderedMap<K, V>, key: K): OrderedMap<K, V> {
  if (map === null) return null
  if (key < map.key) return balanced(map, withoutEntry(map.left, key), map.right)
  if (key > map.key) return balanced(map, map.left, withoutEntry(map.right, key))
  if (map.left === null) return map.right
  if (map.right === null) return map.left
  const next = firstOf(map.right)
  return balanced(next, map.left, withoutEntry(map.right, next.key))
}

/** All entries whose key is less than the given one. */
export function entriesBelow<K extends string | number, V>(map: OrderedMap<K, V>, key: K): OrderedMap<K, V> {
  let kept = map
  for (let last = lastOf(kept); last !== null && last.key >= key; last = lastOf(kept))
    kept = withoutEntry(kept, last.key)
  return kept
}

export function sizeOf(map: OrderedMap<unknown, unknown>): number {
  return map === null ? 0 : map.size
}

export function* entriesOf<K, V>(map: OrderedMap<K, V>): Generator<readonly [K, V]> {
  if (map === null) return
  yield* entriesOf(map.left)
  yield [map.key, map.value]
  yield* entriesOf(map.right)
}

/**
 * Stands for the set of entries, whatever the order in which they came and the shape of the tree: the sum of all
 * fingerprints, modulo 2^128 (Bellare and Micciancio, A New Paradigm for Collision-Free Hashing, 1997). Each branch
 * keeps its own, so that only what has changed is summed again.
 *
 * @param fingerprint where it is another function than in the call before, all is summed again
 */
export function sumOf<K, V>(map: OrderedMap<K, V>, fingerprint: Fingerprint<K, V>): bigint {
  if (map === null) return 0n
  const { left, right, key, value } = map
  if (map.sum === null || map.summedBy !== fingerprint) {
    map.sum = (sumOf(left, fingerprint) + fingerprint(key, value) + sumOf(right, fingerprint)) & most
    map.summedBy = fingerprint
  }
  return map.sum
}

function branch<K, V>(
  key: K,
  value: V,
  left: OrderedMap<K, V>,
  right: OrderedMap<K, V>,
): Exclude<OrderedMap<K, V>, null> {
  const height = Math.max(heightOf(left), heightOf(right)) + 1
  return {
    key,
    value,
    left,
    right,
    height,
    size: sizeOf(left) + sizeOf(right) + 1,
    sum: null,
    summedBy: null,
  }
}

function heightOf(map: OrderedMap<unknown, unknown>): number {
  return map === null ? 0 : map.height
}

/** The same entry over other subtrees, of which one may have grown or shrunk by one level. */
function balanced<K, V>(at: Branch<K, V>, left: OrderedMap<K, V>, right: OrderedMap<K, V>): OrderedMap<K, V> {
  if (left === at.left && right === at.right) return at
  const lean = heightOf(left) - heightOf(right)
  if (left !== null && lean > 1) {
    const inner = left.right
    if (inner !== null && heightOf(left.left) < inner.height)
      return branch(
        inner.key,
        inner.value,
        branch(left.key, left.value, left.left, inner.left),
        branch(at.key, at.value, inner.right, right),
      )
    return branch(left.key, left.value, left.left, branch(at.key, at.value, inner, right))
  }
  if (right !== null && lean < -1) {
    const inner = right.left
    if (inner !== null && heightOf(right.right) < inner.height)
      return branch(
        inner.key,
        inner.value,
        branch(at.key, at.value, left, inner.left),
        branch(right.key, right.value, inner.right, right.right),
      )
    return branch(right.key, right.value, branch(at.key, at.value, left, inner), right.right)
  }
  return branch(at.key, at.value, left, right)
}

function firstOf<K, V>(map: Branch<K, V>): Branch<K, V> {
  let at = map
  while (at.left !== null) at = at.left
  return at
}

function lastOf<K, V>(map: OrderedMap<K, V>): OrderedMap<K, V> {
  let at = map
  while (at?.right) at = at.right
  return at
}
