import { asText } from '../model/printable.ts'

type Stream = 'stdout' | 'stderr'

/** Says something to a person. Words from outside are in it: they are shown, and never obeyed. */
export function say(words: string, stream: Stream = 'stdout'): void {
  process[stream].write(asText(words))
}

/** Writes what a reporter has made: it sees to that itself, and may have colours. */
export function write(report: string, stream: Stream = 'stdout'): void {
  process[stream].write(report)
}
