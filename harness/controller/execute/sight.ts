import { looksKey, timesKey } from '../../filesystem/shadow/laid-out.ts'
import type { Shadow } from '../../filesystem/shadow/shadow.ts'
import type { Store } from '../../filesystem/store.ts'
import type { Content } from '../../model/content.ts'
import type { RunDirectory } from '../../model/run-directory.ts'
import type { Workload } from '../../model/workload.ts'
import type { Loader } from './loader.ts'
import type { SessionWatch } from './session-watch.ts'
import type { StateKeys } from './state-keys.ts'
import { hasChanged, touchedSince } from './touched.ts'
import { unseenChanges } from './unseen-changes.ts'

/** A moment of an execution. */
export interface Moment {
  readonly position: number
  /** Virtual time. */
  readonly nowMicros: number
  /** By session, its file. */
  readonly files: Readonly<Record<string, string>>
  readonly workload: Workload | null
}

interface Eyes {
  readonly dir: RunDirectory
  readonly shadow: Shadow
  readonly watch: SessionWatch
  readonly keys: StateKeys | null
  /** Lets the application load, where that is asked. */
  readonly loader: Loader | null
}

/** What can be seen of the run directory between two steps: by readers, by the application, and by who looks for traces. */
export class Sight {
  readonly #eyes: Eyes
  /** What was seen to have changed without a step, the first time that anything was. */
  #escapes: readonly string[] = []

  constructor(eyes: Eyes) {
    this.#eyes = eyes
  }

  /** What the application sees, as a reader would that is fast enough; by session, where that is something new. */
  load(moment: Moment, mayWait = true): Record<string, Content> | undefined {
    const { workload, position, nowMicros } = moment
    const { loader, shadow, watch } = this.#eyes
    if (!workload || !loader) return undefined
    const contents = loader.contents(workload, {
      mayWait,
      nowMicros,
      looks: looksKey(shadow),
      times: () => timesKey(shadow),
    })
    if (contents === null) {
      watch.lapse(position)
      return undefined
    }
    return this.#noted(Object.entries(contents), position)
  }

  /** Looks at what a step may have changed. @param before the store as it was */
  lookAfter(before: Store, moment: Moment): Record<string, Content> | undefined {
    const { shadow, watch } = this.#eyes
    if (!hasChanged(shadow, before)) return undefined
    const touched = touchedSince(before, moment.files, shadow)
    const looked = touched.map(([session, file]) => [session, watch.see(session, file)] as const)
    return this.#noted(looked, moment.position) ?? this.load(moment, false)
  }

  /** Looks at files of which nobody was told before: whoever opens the store may have written them. */
  lookAtFirst({ files, position }: Moment): void {
    const { watch } = this.#eyes
    const unknown = Object.entries(files).filter(([session]) => watch.held(session) === undefined)
    const looked = unknown.map(([session, file]) => [session, watch.see(session, file)] as const)
    this.#noted(
      looked.filter(([, { kind }]) => kind !== 'missing'),
      position,
    )
  }

  /** What of the directory changed at some moment, or differs now, without a step that did it. */
  escapes(entries: readonly string[], { files, position }: Moment): readonly string[] {
    const escapes = this.#escapes.length > 0 ? this.#escapes : this.#unseen(entries, files)
    // A file that no step came near is looked at for the first time.
    for (const [session, file] of Object.entries(files)) this.#eyes.watch.look(session, file, position)
    return escapes
  }

  /** Where something beyond control is about, what it did may be undone or covered up later: each step is preceded by a look. */
  lookForUnseen({ files }: Moment): void {
    const { dir } = this.#eyes
    dir.assertInPlace()
    if (this.#escapes.length === 0) this.#escapes = this.#unseen(dir.entries(), files)
  }

  #unseen(entries: readonly string[], files: Moment['files']): string[] {
    const { shadow, watch } = this.#eyes
    return unseenChanges({ entries, expected: shadow.paths, files, differing: watch.differing(files) })
  }

  #noted(
    seen: readonly (readonly [string, Content])[],
    position: number,
  ): Record<string, Content> | undefined {
    const { watch, keys } = this.#eyes
    const news = seen.filter(([session, content]) => watch.note(session, content, position))
    for (const [session] of seen) keys?.see(session, watch.held(session))
    return news.length > 0 ? Object.fromEntries(news) : undefined
  }
}
