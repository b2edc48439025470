import type { Inode } from '../../model/file-system.ts'
import { digestOf } from '../../model/digest.ts'
import { seedOf } from '../../model/seed.ts'
import {
  emptyOption,
  FileSearch,
  type Alternative,
  type EntryOption,
  type FileOption,
  type PersistenceModel,
} from './alternative.ts'
import { diskWithout, treeOf } from './disk.ts'
import type { DiskOperation } from './operation.ts'
import type { Tree } from '../../model/tree.ts'
import { kindsIn, nodeOf, pathsOf, type Kinds, type Names } from './tree.ts'

/** One disk that a power loss may leave. */
export interface DiskImage {
  /** Effects that did not reach the disk, by their numbers: with the log and the model, all it takes to make it again. */
  readonly missing: readonly number[]
  readonly tree: Tree
  /** Equal for equal trees. */
  readonly key: string
}

export interface ImageOptions {
  /** At most so many images. Default 512. */
  readonly most?: number
  /** Draws, where there are more. Default 0. */
  readonly seed?: number
}

export interface Images {
  /** Each different from all others; those that lost less come first. */
  readonly images: readonly DiskImage[]
  /** True where these are not all there are: see `imagesOf`. */
  readonly isCut: boolean
}

const mostImages = 512
/** States of one file that are told apart. */
const mostStates = 1024
const sampledStates = 128
/** Combinations that are looked at for each image that is kept. */
const looksPerImage = 16

/**
 * Every different disk that a power loss may leave after these operations, under one model.
 *
 * Where that takes more than 16 combinations an image that may be kept, or gives too many images, they are these: what
 * lost least and what lost most; what differs from one of them in a single name or file; and then as many as are allowed
 * of combinations drawn at random from the seed. The same log, model and options give the same images in the same order.
 */
export function imagesOf(
  operations: readonly DiskOperation[],
  model: PersistenceModel,
  { most = mostImages, seed = 0 }: ImageOptions = {},
): Images {
  let drawn = 0
  const draw = (below: number) => seedOf(seed, (drawn += 1)) % below
  const search = new FileSearch({ mostStates, sampled: sampledStates, draw })
  const alternatives = model.lay(operations).alternatives(search)
  const kinds = kindsIn(operations)
  const limit = most * looksPerImage
  const isSmall = alternatives.reduce((sum, each) => sum + sizeOf(each, kinds, limit), 0) <= limit
  const every =
    isSmall &&
    collect(
      kinds,
      most,
      alternatives.flatMap((each) => [...everyCombination(each, kinds)]),
    )
  const found =
    every && !every.isFull ? every : collect(kinds, most, someCombinations(alternatives, draw, limit))
  const images = found.images.toSorted((left, right) => left.missing.length - right.missing.length)
  return { images, isCut: found !== every || search.isCut }
}

/**
 * The image that lacks the given effects and no others: the same as enumeration made, or null where the log has no such
 * effects, or some of them are on disk whatever happens.
 */
export function treeWithout(
  operations: readonly DiskOperation[],
  model: PersistenceModel,
  missing: readonly number[],
): Tree | null {
  const layout = model.lay(operations)
  const { effects } = layout
  if (missing.some((number) => number >= effects.length || layout.isCertain(number))) return null
  return treeOf(diskWithout(effects, new Set(missing)), kindsIn(operations))
}

function collect(kinds: Kinds, most: number, combinations: Iterable<Combination>): Found {
  const found = new Found(kinds, most)
  for (const combination of combinations) if (!found.add(combination)) break
  return found
}

/** One option of every name and file. */
interface Combination {
  readonly alternative: Alternative
  readonly entries: readonly EntryOption[]
  readonly files: ReadonlyMap<Inode, FileOption>
}

function namesOf({ entries }: Alternative, chosen: readonly EntryOption[]): Names {
  const names = new Map<Inode, Map<string, Inode>>()
  for (const [index, { parent, name }] of entries.entries()) {
    const holds = chosen[index]?.holds ?? null
    if (holds === null) continue
    const within = names.get(parent) ?? new Map<string, Inode>()
    names.set(parent, within.set(name, holds))
  }
  return names
}

/** Files that some name leads to: what the others hold makes no difference. */
function reachableFiles(alternative: Alternative, entries: readonly EntryOption[], kinds: Kinds) {
  const reached = new Set(pathsOf(namesOf(alternative, entries), kinds).map(([, inode]) => inode))
  return alternative.files.filter(({ inode }) => reached.has(inode))
}

/** How many combinations there are, or something above the limit. */
function sizeOf(alternative: Alternative, kinds: Kinds, limit: number): number {
  let size = 0
  if (alternative.entries.reduce((count, { options }) => count * options.length, 1) > limit) return Infinity
  for (const entries of product(alternative.entries.map(({ options }) => options))) {
    const files = reachableFiles(alternative, entries, kinds)
    size += files.reduce((sum, { options }) => sum * options.length, 1)
    if (size > limit) break
  }
  return size
}

function* everyCombination(alternative: Alternative, kinds: Kinds): Generator<Combination> {
  for (const entries of product(alternative.entries.map(({ options }) => options))) {
    const files = reachableFiles(alternative, entries, kinds)
    for (const chosen of product(files.map(({ options }) => options)))
      yield { alternative, entries, files: new Map(files.map(({ inode }, at) => [inode, chosen[at]!])) }
  }
}

function* someCombinations(
  alternatives: readonly Alternative[],
  draw: (below: number) => number,
  looks: number,
): Generator<Combination> {
  for (const alternative of alternatives) {
    for (const pick of [first, last]) {
      yield combine(alternative, pick)
      for (const unit of [...alternative.entries, ...alternative.files])
        for (const option of unit.options)
          yield combine(alternative, (other) => (other === unit ? option : pick(other)))
    }
  }
  for (let look = 0; look < looks; look += 1) {
    const alternative = alternatives[draw(alternatives.length)] as Alternative
    yield combine(alternative, ({ options }) => options[draw(options.length)])
  }
}

type Unit = { readonly options: readonly (EntryOption | FileOption)[] }
type Pick = (unit: Unit) => EntryOption | FileOption | undefined

const first: Pick = ({ options }) => options[0]
const last: Pick = ({ options }) => options.at(-1)

function combine(alternative: Alternative, pick: Pick): Combination {
  const entries = alternative.entries.map((unit) => pick(unit) as EntryOption)
  const files = new Map(alternative.files.map((unit) => [unit.inode, pick(unit) as FileOption]))
  return { alternative, entries, files }
}

function* product<T>(lists: readonly (readonly T[])[]): Generator<T[]> {
  const [head, ...tail] = lists
  if (!head) {
    yield []
    return
  }
  for (const rest of product(tail)) for (const item of head) yield [item, ...rest]
}

/** Images as they are found, each once. */
class Found {
  readonly images: DiskImage[] = []
  isFull = false
  readonly #kinds: Kinds
  readonly #most: number
  readonly #keys = new Set<string>()

  constructor(kinds: Kinds, most: number) {
    this.#kinds = kinds
    this.#most = most
  }

  /** Returns false where there is no room for another. */
  add({ alternative, entries, files }: Combination): boolean {
    const paths = pathsOf(namesOf(alternative, entries), this.#kinds)
    const optionOf = (inode: Inode) => files.get(inode) ?? emptyOption
    const key = digestOf(
      paths.map(([path, inode]) => {
        const { node, permissions } = this.#kinds.get(inode) ?? {}
        return [
          path,
          node === 'file' ? optionOf(inode).key : node,
          ...(permissions === undefined ? [] : [permissions]),
        ]
      }),
    )
    if (this.#keys.has(key)) return true
    if (this.images.length >= this.#most) {
      this.isFull = true
      return false
    }
    this.#keys.add(key)
    const reached = [...new Set(paths.map(([, inode]) => inode))]
    const missing = [alternative, ...entries, ...reached.map(optionOf)].flatMap((part) => part.missing)
    const tree = new Map(
      paths.map(([path, inode]) => [path, nodeOf(this.#kinds.get(inode), optionOf(inode).content)]),
    )
    this.images.push({ missing: [...new Set(missing)].toSorted((left, right) => left - right), tree, key })
    return true
  }
}
