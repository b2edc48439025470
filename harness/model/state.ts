import { accessToEverything, accessToNothing, type Access } from './access.ts'
import { accessToFiles } from './access-to-files.ts'
import { CanonicalNames } from './canonical-names.ts'
import { digestOf } from './digest.ts'
import { FileSystemModel } from './file-system.ts'
import { Image, type ImageParts, type OpenReader } from './image.ts'
import { mention } from './mention.ts'
import type { PendingStep } from './step.ts'

/** What a granted step gave: an error's code, or how many bytes it moved. */
export interface StepOutcome {
  readonly error?: string
  readonly bytes?: number
  /** Mode and owner of what was made or given others, where anything may have been. */
  readonly made?: string
  /** Times of access and modification that were set, as a look shows them. */
  readonly dated?: string
}

/** What a writer has made of it: all that tells its controller where it stands. */
export interface WriterNews {
  readonly asked?: readonly PendingStep[] | undefined
  readonly withdrawn?: readonly number[] | undefined
  readonly blockedOn?: number | undefined
  readonly finished?: boolean | undefined
  readonly ended?: string | undefined
  readonly files?: Readonly<Record<string, string>> | undefined
  /** How its calls stand, without their positions. */
  readonly outcomes?: readonly string[] | undefined
}

/** A state of the whole system, as plain data. Two equal states have the same future. */
export interface StateParts {
  readonly image: ImageParts
  /** By writer, all that it has observed, in order; a deterministic writer is a function of that. */
  readonly writers: readonly string[]
  readonly nowMicros: number
}

/**
 * Tells states of an execution apart: the directory's content with the identity of every file, and what each writer has
 * observed so far. Sound for state caching since writers are deterministic functions of what they observe; what may
 * have been observed is over-approximated, never under-approximated.
 */
export class State {
  readonly model = new FileSystemModel()
  readonly #names: CanonicalNames
  readonly #image: Image
  readonly #observed: string[]
  #nowMicros = 0
  #access = accessToNothing

  constructor(writers: number, open: OpenReader, sessionFiles: readonly string[] = []) {
    this.#names = new CanonicalNames(sessionFiles)
    this.#image = new Image(this.model, this.#names, open)
    this.#observed = Array.from({ length: writers }, () => '')
  }

  /** Takes in a step that was carried out, before what its writer made of it. */
  perform(
    writer: number,
    step: PendingStep,
    { error, bytes, made, dated }: StepOutcome,
    nowMicros: number,
  ): void {
    this.#access = this.#accessOf(writer, step, error !== undefined, nowMicros)
    const before = this.#observed[writer - 1] as string
    const cause = digestOf(before, step.id, error, bytes)
    const how = { failed: error !== undefined, now: Math.floor(nowMicros / 1000), cause, made, dated }
    const seen = this.#image.perform(writer, step, how)
    this.#nowMicros = nowMicros
    this.#observed[writer - 1] = digestOf(cause, seen, nowMicros)
  }

  /** What the latest step had to do with. */
  get access(): Access {
    return this.#access
  }

  take(
    writer: number,
    { asked = [], withdrawn, blockedOn, finished, ended, files, outcomes }: WriterNews,
  ): void {
    if (files) this.#names.keep(Object.values(files))
    const steps = asked.map((step) => mention(this.#names, writer, step))
    const before = this.#observed[writer - 1] as string
    this.#observed[writer - 1] = digestOf(before, steps, withdrawn, blockedOn, finished, ended, outcomes)
  }

  /** A writer was killed: nothing of what it knew counts any more, but how its calls stood. */
  kill(writer: number, outcomes: readonly string[]): void {
    this.#image.forget(writer)
    this.#names.forget(writer, this.model.paths)
    this.#observed[writer - 1] = digestOf('killed', outcomes)
  }

  parts(): StateParts {
    return { image: this.#image.parts(), writers: [...this.#observed], nowMicros: this.#nowMicros }
  }

  #accessOf(writer: number, step: PendingStep, failed: boolean, nowMicros: number): Access {
    // Every writer sees what time it is.
    if (step.op === 'timer' && nowMicros > this.#nowMicros) return accessToEverything
    const [names, image] = [this.#names, this.#image]
    const surroundings = {
      model: this.model,
      nameOf: (path: string) => names.known(path),
      originOf: (inode: number) => image.originOf(inode),
      isDirectory: (inode: number) => image.mayBeDirectory(inode),
    }
    return accessToFiles(surroundings, writer, step, failed)
  }
}
