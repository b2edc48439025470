import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** Deep enough to get from a step through a library to the code that called it. */
const mostFrames = 100
/** This file, or the one that it was made part of: of a racing writer, or of one under control. */
const harnessDir = fileURLToPath(import.meta.url).replace(/writer[/\\](?:controlled[/\\])?[^/\\]+$/, '')
/** Before a target can change it. */
const startDir = process.cwd()

export interface CallSite {
  /** `file:line:column`, relative to the working directory or else to the target's folder. */
  readonly place: string
  /** False where no frame is of the target's own code, and this one is of a package that it uses. */
  readonly isOwn: boolean
}

/**
 * The innermost frame on the stack that is the target's own code; that of a package where there is none.
 * Frames of Node and of the harness are passed over. https://v8.dev/docs/stack-trace-api
 *
 * @param targetDir the target's folder, an absolute path
 */
export function callSite(targetDir: string): CallSite | undefined {
  return innermost(frames(), targetDir)
}

/** The same of an error, as far as its stack tells: one of Node's own often has none. */
export function throwSite(error: unknown, targetDir: string): CallSite | undefined {
  return innermost(framesOf(error), targetDir)
}

type Frame = Pick<NodeJS.CallSite, 'getFileName' | 'getLineNumber' | 'getColumnNumber'>

function innermost(stack: readonly Frame[], targetDir: string): CallSite | undefined {
  let ofPackage: CallSite | undefined
  for (const frame of stack) {
    const file = fileOf(frame)
    if (file === null || file.startsWith(harnessDir)) continue
    const isOwn = !/[/\\]node_modules[/\\]/.test(file)
    if (!isOwn && ofPackage) continue
    const line = frame.getLineNumber() ?? 0
    const place = `${shortened(file, targetDir)}:${line}:${frame.getColumnNumber() ?? 0}`
    if (isOwn) return { place, isOwn }
    ofPackage = { place, isOwn }
  }
  return ofPackage
}

/** Taken from its text: by now V8 has no other. A getter of the target's may do anything. */
function framesOf(error: unknown): Frame[] {
  let stack: unknown
  try {
    stack = (error as Error | null | undefined)?.stack
  } catch {
    return []
  }
  const lines = typeof stack === 'string' ? stack.split('\n') : []
  return lines.flatMap((line) => {
    const [, file, row, column] = /^ +at (?:.*\()?(\S.*?):(\d+):(\d+)\)?$/.exec(line) ?? []
    if (file === undefined) return []
    return [
      { getFileName: () => file, getLineNumber: () => Number(row), getColumnNumber: () => Number(column) },
    ]
  })
}

function frames(): readonly NodeJS.CallSite[] {
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  const { stackTraceLimit } = Error
  const holder: { stack?: readonly NodeJS.CallSite[] } = {}
  Error.prepareStackTrace = (_error, sites) => sites
  Error.stackTraceLimit = mostFrames
  try {
    Error.captureStackTrace(holder, frames)
    return holder.stack ?? []
  } finally {
    if (prepare) Object.defineProperty(Error, 'prepareStackTrace', prepare)
    else Reflect.deleteProperty(Error, 'prepareStackTrace')
    Error.stackTraceLimit = stackTraceLimit
  }
}

function fileOf(frame: Frame): string | null {
  const name = frame.getFileName()
  if (!name) return null
  if (name.startsWith('file:')) return fileURLToPath(name)
  return path.isAbsolute(name) ? name : null
}

function shortened(file: string, targetDir: string): string {
  const bases = [startDir, targetDir].map((base) => path.relative(base, file))
  const inside = bases.find((relative) => !relative.startsWith('..') && !path.isAbsolute(relative))
  const ofPackage = /node_modules[/\\](?!.*[/\\]node_modules[/\\]).*$/.exec(file)?.[0]
  return (inside ?? ofPackage ?? path.basename(file)).replaceAll(path.sep, '/')
}
