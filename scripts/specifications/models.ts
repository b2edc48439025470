import type { HistoryCall } from '../../harness/model/history.ts'
import type { Specification } from '../../harness/model/specification.ts'
import { bag, counter, log, map, register } from '../../harness/specifications/index.ts'
import { tokens } from './tokens.ts'

/** What a specification says, put in another way: what is there after some calls in order. */
export interface Model {
  readonly specification: Specification
  readonly names: readonly string[]
  /** As a load gives it. */
  valueOf(calls: readonly HistoryCall[]): unknown
  /** True where a load may give the same in any order. */
  readonly isUnordered?: true
  /** What the last of them returns; `undefined` where that is not said. */
  returnOf(calls: readonly HistoryCall[]): unknown
}

const plain = { names: ['write'], returnOf: () => undefined }
const documents = (calls: readonly HistoryCall[]) => calls.map(({ document }) => document)

/** Every specification that there is, and one of a user's own: with a call that removes, and calls that return. */
export const models: Readonly<Record<string, Model>> = {
  register: { ...plain, specification: register(), valueOf: (calls) => documents(calls).at(-1) },
  log: { ...plain, specification: log(), valueOf: documents },
  map: {
    ...plain,
    specification: map(),
    valueOf: (calls) => Object.fromEntries(documents(calls).map((document) => [document.session, document])),
  },
  bag: {
    ...plain,
    specification: bag(),
    isUnordered: true,
    valueOf: (calls) => documents(calls).toReversed(),
  },
  counter: { ...plain, specification: counter(), valueOf: (calls) => calls.length },
  tokens: {
    specification: tokens,
    names: ['save', 'save', 'remove'],
    valueOf: (calls) => (calls.at(-1)?.name === 'save' ? calls.at(-1)?.document : undefined),
    returnOf: (calls) => calls.at(-2)?.name === 'save',
  },
}
