import type { Step } from '../../../harness/model/step.ts'

/** One system call of a generated program; what takes a descriptor takes the one that was opened last. */
export interface Instruction {
  readonly op: Exclude<Step['op'], 'begin' | 'signal' | 'fsync' | 'fdatasync'>
  /** Of a symbolic link, what it leads to. */
  readonly path?: string
  readonly to?: string
  readonly flags?: 'r' | 'w' | 'wx' | 'a' | 'r+'
  /** What a write writes: a text of the writer's own, its latest observation, or all of them. */
  readonly text?: 'own' | 'latest' | 'all'
  /** Mode of a chmod, owner of a chown, time of a utimes in seconds, delay of a timer, length of a truncate. */
  readonly value?: number
  /** Whether it is left out; told by what the program has observed. */
  readonly when?: 'even' | 'odd' | 'alike' | 'different'
}

/** A timer that looks at the clock as it fires; others only fire. */
export const lookingTimerMillis = 20

export type GeneratedProgram = readonly Instruction[]

const onDescriptor: ReadonlySet<Instruction['op']> = new Set(['write', 'read', 'fstat', 'close', 'truncate'])

/** Decides what one writer does next: a function of its program and of what it has observed. */
export class Course {
  readonly #writer: number
  readonly #program: GeneratedProgram
  readonly #observed: string[] = []
  #at = 0
  /** The descriptor that was opened last, by its ordinal; 0 where none is open. */
  handle = 0

  constructor(writer: number, program: GeneratedProgram) {
    this.#writer = writer
    this.#program = program
  }

  observe(seen: string): void {
    this.#observed.push(seen)
  }

  /** The next instruction that is not left out; null at the end. */
  next(): Instruction | null {
    for (;;) {
      const instruction = this.#program[this.#at]
      this.#at += 1
      if (!instruction) return null
      if (onDescriptor.has(instruction.op) && this.handle === 0) continue
      if (this.#holds(instruction.when)) return instruction
    }
  }

  textOf({ text = 'own' }: Instruction): string {
    const seen = { own: '', latest: this.#observed.at(-1) ?? '', all: this.#observed.join('\n') }[text]
    return text === 'own' ? `<${this.#writer}>` : shortHash(seen).toString(36)
  }

  #holds(when: Instruction['when']): boolean {
    const [latest = '', before = ''] = this.#observed.toReversed()
    switch (when) {
      case undefined:
        return true
      case 'even':
        return shortHash(latest) % 2 === 0
      case 'odd':
        return shortHash(latest) % 2 === 1
      case 'alike':
        return latest === before
      case 'different':
        return latest !== before
    }
  }
}

/** FNV-1a (Fowler, Noll, Vo). */
function shortHash(text: string): number {
  let hash = 0x81_1c_9d_c5
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01_00_01_93) >>> 0
  return (hash ^ (hash >>> 15)) >>> 0
}
