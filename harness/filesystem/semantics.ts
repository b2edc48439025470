import type { Access } from '../model/access.ts'
import type { DiskOperation } from './draft/disk-operation.ts'
import { Draft, type Asker } from './draft/draft.ts'
import { Notes } from './draft/notes.ts'
import { Refusal, type Outcome } from './outcome.ts'
import type { FileOperation, Requests } from './requests.ts'
import type { Results } from './results.ts'
import type { Store } from './store.ts'

/** An error that may strike an operation though nothing in the store calls for it. */
export interface PossibleError {
  readonly code: string
  /** What can be the matter with the machine. */
  readonly reason: string
}

/** Plain data that tells apart any two things that the caller may have learnt. */
export type Observation = null | boolean | number | string | readonly Observation[]

export interface Performed<Result> {
  readonly store: Store
  readonly outcome: Outcome<Result>
}

export interface PerformedWithNotes<Result> extends Performed<Result> {
  readonly access: Access
  readonly disk: readonly DiskOperation[]
}

/** What an operation means: one row of the table. */
export interface Semantics<Op extends FileOperation> {
  /** What Linux does: the store afterwards, and what the caller is given. */
  perform(store: Store, asker: Asker, request: Requests[Op]): Performed<Results[Op]>
  /** Which entries, inodes and lists it looks at and changes, in this very state. */
  access(store: Store, asker: Asker, request: Requests[Op]): Access
  /** What `perform`, `access` and `persists` give, at once. */
  all(store: Store, asker: Asker, request: Requests[Op]): PerformedWithNotes<Results[Op]>
  /** What the caller may learn from a result. */
  observes(result: Results[Op]): Observation
  /** What of it can reach a disk by itself, in order. */
  persists(store: Store, asker: Asker, request: Requests[Op]): readonly DiskOperation[]
  /** What may be injected in this very state, each with its reason: never what contradicts what the caller sees. */
  mayFail(store: Store, asker: Asker, request: Requests[Op]): readonly PossibleError[]
}

/** What comes of an operation where nothing is injected. */
export interface Prospect {
  /** False also where the store does not know. */
  readonly succeeds: boolean
  readonly disk: readonly DiskOperation[]
}

/** What is written for an operation; the rest of its row follows. */
export interface Work<Op extends FileOperation> {
  /** Carries it out on a draft, by the functions of `draft/` alone. Where it refuses, it has changed nothing but access times. */
  work(draft: Draft, request: Requests[Op]): Results[Op] | Refusal
  observes(result: Results[Op]): Observation
  mayFail(request: Requests[Op], prospect: Prospect): readonly PossibleError[]
}

/**
 * The row of an operation. What it has to do with, and what of it reaches a disk, is not written a second time: it is
 * noted while the work is done, by the functions that do it, and so cannot differ from what is done.
 */
export function semanticsOf<Op extends FileOperation>(written: Work<Op>): Semantics<Op> {
  function perform(
    store: Store,
    asker: Asker,
    request: Requests[Op],
    notes: Notes | null = null,
  ): Performed<Results[Op]> {
    const draft = new Draft(store, asker, notes)
    const given = written.work(draft, request)
    if (!(given instanceof Refusal)) return { store: draft.store, outcome: { kind: 'done', result: given } }
    if (given.outcome.kind !== 'unknown') return { store: draft.store, outcome: given.outcome }
    notes?.isUnknown()
    return { store, outcome: given.outcome }
  }
  function noted(store: Store, asker: Asker, request: Requests[Op]) {
    const notes = new Notes()
    const { outcome } = perform(store, asker, request, notes)
    return { notes, prospect: { succeeds: outcome.kind === 'done', disk: notes.disk } }
  }
  return {
    perform: (store, asker, request) => perform(store, asker, request),
    all(store, asker, request) {
      const notes = new Notes()
      const performed = perform(store, asker, request, notes)
      return { ...performed, access: notes.access, disk: notes.disk }
    },
    access: (store, asker, request) => noted(store, asker, request).notes.access,
    persists: (store, asker, request) => noted(store, asker, request).notes.disk,
    observes: (result) => written.observes(result),
    mayFail: (store, asker, request) => written.mayFail(request, noted(store, asker, request).prospect),
  }
}
