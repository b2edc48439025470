import { file, type Program, type TextOf } from './simulation.ts'
import type { SimulatedStep } from './simulated-directory.ts'

/** Opens a file, writes a call's text in so many chunks, closes it. */
function writing(path: string, call: number, text: string, chunks = 2): SimulatedStep[] {
  const size = Math.ceil(text.length / chunks)
  const handle = call
  const chunk = (part: string): SimulatedStep => ({
    step: { op: 'write', path, handle, bytes: part.length },
    text: part,
  })
  return [
    { step: { op: 'open', path, handle, flags: 'w' } },
    ...Array.from({ length: chunks }, (_, index) => chunk(text.slice(index * size, (index + 1) * size))),
    { step: { op: 'close', path, handle } },
  ]
}

function renaming(path: string, call: number, text: string, chunks?: number): SimulatedStep[] {
  return [...writing(path, call, text, chunks), { step: { op: 'rename', path, to: file } }]
}

export type Call = (writer: number, call: number, text: string, chunks?: number) => SimulatedStep[]

const temporary = (writer: number, call: number) => `${file}.${writer}.${call}.tmp`

export const inPlace: Call = (_, call, text, chunks) => writing(file, call, text, chunks)
export const sharedTemporary: Call = (_, call, text, chunks) => renaming(`${file}.tmp`, call, text, chunks)
/** Does not look at what became of the rename. */
export const carelessRename: Call = (_, call, text) => [
  ...writing(`${file}.tmp`, call, text),
  { step: { op: 'rename', path: `${file}.tmp`, to: file }, isIgnored: true },
]
export const uniqueTemporary: Call = (writer, call, text, chunks) =>
  renaming(temporary(writer, call), call, text, chunks)
/** Removes the file before it renames: a reader finds none. */
export const unlinkFirst: Call = (writer, call, text, chunks) => {
  const path = temporary(writer, call)
  return [
    ...writing(path, call, text, chunks),
    { step: { op: 'unlink', path: file }, isIgnored: true },
    { step: { op: 'rename', path, to: file } },
  ]
}

/** Reads the file, and writes back what it held with the call's text after it. */
export const readModifyAppend: Call = (_, call, text) => {
  const base = { path: file, handle: call }
  return [
    { step: { ...base, op: 'open', flags: 'O_RDWR|O_CREAT' } },
    { step: { ...base, op: 'read' } },
    { step: { ...base, op: 'write', position: 0, bytes: text.length }, text, isAppended: true },
    { step: { ...base, op: 'close' } },
  ]
}

const left = temporary(1, 1)
/** Leaves its output for another to rename. */
export const leaveTemporary: Call = (_, call, text) => writing(left, call, text)
/** Leaves its output where nobody else looks. */
export const leaveAside: Call = (writer, call, text) => writing(temporary(writer, call), call, text)
/** Renames what another has left, whenever that was. */
export const renameLeft: Call = () => [{ step: { op: 'rename', path: left, to: file } }]
/** Touches nothing. */
export const idle: Call = () => [{ step: { op: 'begin' } }]

/** By writer, its calls in order. */
export function programs(calls: readonly (readonly Call[])[], textOf: TextOf, chunks?: number): Program[] {
  return calls.map((list, writer) =>
    list.map((call, index) => call(writer + 1, index + 1, textOf(writer + 1, index + 1), chunks)),
  )
}

/** Waits first. */
export const after =
  (delayMillis: number, then: Call): Call =>
  (writer, call, text, chunks) => [
    { step: { op: 'timer' }, delayMillis },
    ...then(writer, call, text, chunks),
  ]
/** Stops for so long between two things. */
export const pausing =
  (delayMillis: number, first: Call, then: Call): Call =>
  (writer, call, text, chunks) => [
    ...first(writer, call, text, chunks),
    { step: { op: 'timer' }, delayMillis },
    ...then(writer, call, text, chunks),
  ]
