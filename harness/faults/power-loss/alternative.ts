import type { Inode } from '../../model/file-system.ts'
import { digestOfBytes } from '../../model/digest.ts'
import { changed, contentOf, emptyFile, type Effect, type FileData } from './effect.ts'
import type { DiskOperation } from './operation.ts'

/** What a file may hold after a power loss, and which effects are missing then. */
export interface FileOption {
  readonly missing: readonly number[]
  readonly content: Uint8Array
  /** Stands for the content. */
  readonly key: string
}

/** What a name may lead to after a power loss. */
export interface EntryOption {
  readonly missing: readonly number[]
  readonly holds: Inode | null
}

/**
 * What names and files may hold, each independently of the others: every combination is possible. The first option of
 * each is the one that lost least.
 */
export interface Alternative {
  /** Effects that are missing whichever options are taken. */
  readonly missing: readonly number[]
  readonly entries: readonly {
    readonly parent: Inode
    readonly name: string
    readonly options: readonly EntryOption[]
  }[]
  readonly files: readonly { readonly inode: Inode; readonly options: readonly FileOption[] }[]
}

/** What a log does to the disk, under one model. */
export interface Layout {
  /** In order; the same log gives the same effects, so that a number names one. */
  readonly effects: readonly Effect[]
  /** True where an effect is on disk whatever happens. */
  isCertain(number: number): boolean
  /** A disk is possible where any of these has it. */
  alternatives(search: FileSearch): readonly Alternative[]
  /**
   * Stands for the disk as it may be: logs that differ in no standing leave the same disks, whatever is asked of both
   * from then on. Plain data.
   */
  standing(names: StandingNames): unknown
}

/** What things are called in every log in which they come about like this. */
export interface StandingNames {
  inode(inode: Inode): string
  entry(parent: Inode, name: string): string
}

/** Which disks a power loss may leave, by a stated model. */
export interface PersistenceModel {
  readonly name: string
  lay(operations: readonly DiskOperation[]): Layout
}

/** What of an effect is known: that it is on disk, that it is not, or that it may be either. */
export type Fate = 'on' | 'off' | 'free'

export interface FatedEffect {
  readonly number: number
  readonly effect: Effect
  readonly fate: Fate
}

interface FileState {
  readonly file: FileData
  readonly missing: readonly number[]
}

export interface FileSearchOptions {
  /** So many different states of one file are told apart at any point of its history. */
  readonly mostStates: number
  /** Where there are more, so many are drawn. */
  readonly sampled: number
  /** A number from 0, below the given one. */
  readonly draw: (below: number) => number
}

/** Finds out what a file may hold. */
export class FileSearch {
  /** True once there was a file with more states than are told apart. */
  isCut = false
  readonly #options: FileSearchOptions

  constructor(options: FileSearchOptions) {
    this.#options = options
  }

  /**
   * Every content that leaving out some of the free effects gives, the one that leaves out least first. Effects are
   * gone through in order, and equal states are merged after each: what counts is not how many effects there are, but
   * how many different states they make. Where those are too many, everything, nothing, everything up to or from each
   * effect, and all but one are taken, and subsets drawn at random.
   */
  optionsOf(effects: readonly FatedEffect[]): FileOption[] {
    const states = this.#everyState(effects) ?? this.#someStates(effects)
    return distinct(
      states.map(({ file, missing }) => {
        const content = contentOf(file)
        return { missing, content, key: keyOf(content) }
      }),
    )
  }

  #everyState(effects: readonly FatedEffect[]): FileState[] | null {
    let states: FileState[] = [{ file: emptyFile, missing: [] }]
    for (const { number, effect, fate } of effects) {
      const next = new Map<string, FileState>()
      for (const { file, missing } of states) {
        if (fate !== 'off') keepLesser(next, { file: changed(file, effect), missing })
        if (fate !== 'on') keepLesser(next, { file, missing: [...missing, number] })
      }
      if (next.size > this.#options.mostStates) return null
      states = [...next.values()]
    }
    return states
  }

  #someStates(effects: readonly FatedEffect[]): FileState[] {
    this.isCut = true
    const { sampled, draw } = this.#options
    const free = effects.filter(({ fate }) => fate === 'free').map(({ number }) => number)
    const without = (isMissing: (number: number) => boolean) =>
      stateOf(effects, new Set(free.filter((number) => isMissing(number))))
    return [
      without(() => false),
      without(() => true),
      ...free.flatMap((one) => [
        without((number) => number >= one),
        without((number) => number < one),
        without((number) => number === one),
      ]),
      ...Array.from({ length: sampled }, () => without(() => draw(2) === 0)),
    ]
  }
}

function stateOf(effects: readonly FatedEffect[], left: ReadonlySet<number>): FileState {
  const isMissing = ({ number, fate }: FatedEffect) => fate === 'off' || left.has(number)
  const missing = effects.filter(isMissing).map(({ number }) => number)
  const file = effects
    .filter((each) => !isMissing(each))
    .reduce((before, { effect }) => changed(before, effect), emptyFile)
  return { file, missing }
}

function keepLesser(states: Map<string, FileState>, state: FileState): void {
  const key = `${state.file.size} ${keyOf(state.file.blocks)}`
  const known = states.get(key)
  if (!known || state.missing.length < known.missing.length) states.set(key, state)
}

/** One option a content, the one that lost least; those that lost less come first. */
export function distinct(options: readonly FileOption[]): FileOption[] {
  const known = new Map<string, FileOption>()
  for (const option of options.toSorted((left, right) => left.missing.length - right.missing.length))
    if (!known.has(option.key)) known.set(option.key, option)
  return [...known.values()]
}

/** A file that nothing was written to. */
export const emptyOption: FileOption = {
  missing: [],
  content: emptyFile.blocks,
  key: keyOf(emptyFile.blocks),
}

function keyOf(bytes: Uint8Array): string {
  return `${bytes.length} ${digestOfBytes(bytes)}`
}
