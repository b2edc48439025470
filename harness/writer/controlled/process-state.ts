type Listeners = ReadonlyMap<string | symbol, readonly unknown[]>

/** What it takes to tell how a process differs from what it was: each by the name under which a report tells it. */
type Looked = Readonly<Record<string, unknown>>

/** Node's own, or told to the target anew in each execution (`ProgramEnd`). */
const notItsOwn: ReadonlySet<string | symbol> = new Set([
  'newListener',
  'removeListener',
  'beforeExit',
  'exit',
])

/**
 * What the system and Node keep for a process as a whole, and a target can change: its umask, its working directory,
 * its environment, its user, who listens to its signals. A process that was changed in one execution would begin the
 * next as no application begins: the harness then takes another one.
 *
 * What a target keeps in variables of its own is not looked at. Where that shows, a search finds two executions that
 * differ (`NotRepeated`).
 */
export class ProcessState {
  #looked: Looked = {}
  #title = process.title
  #stackTraceLimit = Error.stackTraceLimit
  #listeners: Listeners = new Map()
  #environment: Environment = {}

  /** The target is loaded: each execution shall begin like this. */
  keep(): void {
    this.#environment = environmentNow()
    this.#title = process.title
    this.#stackTraceLimit = Error.stackTraceLimit
    this.#looked = look()
    this.#listeners = listenersNow()
  }

  /** Another execution begins. What no file can come to depend on is put back. */
  restore(): void {
    if (process.title !== this.#title) process.title = this.#title
    Error.stackTraceLimit = this.#stackTraceLimit
  }

  /** What an execution has left otherwise than it was, in words; undefined where that is nothing. */
  get changed(): string | undefined {
    const now = look()
    const names = [
      ...Object.keys(now).filter((name) => now[name] !== this.#looked[name]),
      ...namesThatDiffer(this.#environment, environmentNow()).map((name) => `process.env.${name}`),
      ...this.#listenersChanged(),
    ]
    return names.length === 0 ? undefined : names.join(', ')
  }

  #listenersChanged(): string[] {
    const now = listenersNow()
    return [...new Set([...now.keys(), ...this.#listeners.keys()])]
      .filter((event) => {
        const [some, before] = [now.get(event) ?? [], this.#listeners.get(event) ?? []]
        return some.length !== before.length || some.some((each, index) => each !== before[index])
      })
      .map((event) => `listeners for ${String(event)}`)
  }
}

function look(): Looked {
  return {
    'process.umask': process.umask(),
    'process.cwd': cwd(),
    'process.geteuid': process.geteuid?.(),
    'process.getegid': process.getegid?.(),
  }
}

/** Throws where the directory is gone. */
function cwd(): string | null {
  try {
    return process.cwd()
  } catch {
    return null
  }
}

function listenersNow(): Listeners {
  const events = process.eventNames().filter((event) => !notItsOwn.has(event))
  return new Map(events.map((event) => [event, process.rawListeners(event)]))
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * A copy each time takes tens of microseconds, of which an execution takes thousands. A proxy that notes what is written
 * would take none, but `structuredClone(process.env)` throws on it.
 */
function environmentNow(): Environment {
  return { ...process.env }
}

/** Names that were written to, removed, or came in. */
function namesThatDiffer(before: Environment, now: Environment): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (name) => before[name] !== now[name],
  )
}
