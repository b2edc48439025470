import type { Step, StepOutcome } from '../../harness/model/step.ts'

/** A step with the bytes that it writes. */
export interface SimulatedStep {
  readonly step: Omit<Step, 'sync'>
  readonly text?: string
  /** Writes what was read through its handle first, and all of it from the start of the file. */
  readonly isAppended?: boolean
  /** Of a timer: how long after it is asked for it is due. */
  readonly delayMillis?: number
  /** The writer goes on as if it had succeeded. */
  readonly isIgnored?: boolean
}

interface File {
  bytes: Buffer
}

/** A directory without directories, as POSIX has it. */
export class SimulatedDirectory {
  readonly #names = new Map<string, File>()
  readonly #open = new Map<string, { readonly file: File; offset: number; seen: string }>()

  read(path: string): Buffer | null {
    return this.#names.get(path)?.bytes ?? null
  }

  reader(path: string): (() => Buffer) | null {
    const file = this.#names.get(path)
    return file ? () => file.bytes : null
  }

  entries(): string[] {
    return [...this.#names.keys()].toSorted()
  }

  describe(): string {
    return this.entries()
      .map((name) => `${name}: ${this.read(name)?.toString('latin1')}`)
      .join('; ')
  }

  perform(writer: number, { step, text: own = '', isAppended = false }: SimulatedStep): StepOutcome {
    const { op, path = '', to = '' } = step
    const handle = `${writer}/${step.handle}`
    const named = this.#names.get(path)
    const opened = this.#open.get(handle)
    switch (op) {
      case 'open': {
        if (!named && step.flags === 'r') return { error: 'ENOENT' }
        const file = named ?? { bytes: Buffer.alloc(0) }
        if (step.flags === 'w') file.bytes = Buffer.alloc(0)
        this.#names.set(path, file)
        this.#open.set(handle, { file, offset: 0, seen: '' })
        return {}
      }
      case 'write': {
        if (!opened) return { error: 'EBADF' }
        const { file, seen } = opened
        const offset = isAppended ? 0 : opened.offset
        const text = isAppended ? seen + own : own
        const grown = Buffer.alloc(Math.max(file.bytes.length, offset + text.length))
        file.bytes.copy(grown)
        grown.write(text, offset, 'latin1')
        file.bytes = grown
        opened.offset = offset + text.length
        return { bytes: text.length }
      }
      case 'read':
        if (opened) opened.seen = opened.file.bytes.toString('latin1')
        return { bytes: opened?.file.bytes.length ?? 0 }
      case 'close':
        this.#open.delete(handle)
        return {}
      case 'rename':
        if (!named) return { error: 'ENOENT' }
        this.#names.delete(path)
        this.#names.set(to, named)
        return {}
      case 'unlink':
        return this.#names.delete(path) ? {} : { error: 'ENOENT' }
      default:
        return {}
    }
  }
}
