import { ownLimit } from '../model/access-of-errors.ts'
import type { Fault } from '../model/fault.ts'
import type { Operation, Step } from '../model/step.ts'
import { errorsOf } from './errno.ts'
import type { Finds } from '../model/finds.ts'

/** So often one call meets an error that lasts: whoever tries again for ever is to come to an end, and be judged. */
const mostByOneCall = 50

interface Lasting {
  readonly op: Operation
  readonly code: string
  /** Null: whoever asks for the operation. */
  readonly writer: number | null
}

/**
 * What the faults so far do to later steps: no decisions, since they follow from those. An error that lasts strikes
 * every later step of the same operation that it can strike, given what is there, in all writers, and each call up to 50
 * times; one write that was cut short may be followed by one that fails.
 */
export class Aftermath {
  #lasting: Lasting[] = []
  /** By `writer/handle`, how the next write fails. */
  #next = new Map<string, string>()
  /** By `writer/call`, how often it has met errors that last. Its writer has seen each: that tells states apart already. */
  #met = new Map<string, number>()

  /** The same, from where each goes on by itself. */
  fork(): Aftermath {
    const fork = new Aftermath()
    fork.#lasting = [...this.#lasting]
    fork.#next = new Map(this.#next)
    fork.#met = new Map(this.#met)
    return fork
  }

  /** Takes in a fault that has struck. */
  add(writer: number, { op, handle }: Step, fault: Fault): void {
    if (fault.kind === 'errno' && fault.lasts)
      this.#lasting.push({ op, code: fault.code, writer: fault.code === ownLimit ? writer : null })
    if (fault.kind === 'short-write' && fault.followedBy !== undefined && handle !== undefined)
      this.#next.set(`${writer}/${handle}`, fault.followedBy)
  }

  /** What strikes a step that is about to be carried out, if anything does; that is then over, unless it lasts. */
  strike(writer: number, step: Step & { readonly call: number }, finds: Finds): Fault | undefined {
    // What lies outside any call is spared, as it is by faults themselves.
    if (step.call === 0) return undefined
    const file = `${writer}/${step.handle}`
    const next = step.op === 'write' ? this.#next.get(file) : undefined
    if (next !== undefined) {
      this.#next.delete(file)
      return { kind: 'errno', code: next }
    }
    // Which errors it may meet is asked last: most steps are none that an error lasts for.
    const canMeet = (code: string) => (errorsOf(step, finds) as readonly string[]).includes(code)
    const lasting = this.#lasting.find(
      (each) => each.op === step.op && (each.writer ?? writer) === writer && canMeet(each.code),
    )
    return lasting && this.#meet(`${writer}/${step.call}`) ? { kind: 'errno', code: lasting.code } : undefined
  }

  #meet(call: string): boolean {
    const met = this.#met.get(call) ?? 0
    if (met === mostByOneCall) return false
    this.#met.set(call, met + 1)
    return true
  }

  /** All that it may yet do, as plain data. */
  parts(): unknown {
    return [this.#lasting, [...this.#next].map(([file, code]) => `${file} ${code}`).toSorted()]
  }
}
