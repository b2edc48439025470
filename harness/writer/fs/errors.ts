import { constants } from 'node:os'
import { getSystemErrorMap } from 'node:util'

interface SystemError {
  readonly errno: number
  /** As Node gives it; of an error that libuv does not know, such as EDQUOT, no more than the number. */
  readonly code: string
  readonly text: string
}

let known: Map<string, SystemError> | null = null

/** By the name that the kernel has for it, and by the code that Node gives. */
function systemErrors(): Map<string, SystemError> {
  if (known) return known
  const named = [...getSystemErrorMap()].map(([errno, [code, text]]): [string, SystemError] => [
    code,
    { errno, code, text },
  ])
  known = new Map(named)
  for (const [name, number] of Object.entries(constants.errno)) {
    const code = `Unknown system error -${number}`
    if (!known.has(name))
      known.set(name, { errno: -number, code, text: code }).set(code, known.get(name) as SystemError)
  }
  return known
}

/** What the kernel calls an error, whether Node has a name for it or not: EDQUOT. */
export function kernelNameOf(error: NodeJS.ErrnoException): string | undefined {
  const { code, errno } = error
  if (code === undefined || !code.startsWith('Unknown system error ')) return code
  return Object.entries(constants.errno).find(([, number]) => number === -(errno ?? 0))?.[0] ?? code
}

/**
 * A system error as Node words it: https://nodejs.org/api/errors.html#class-systemerror
 *
 * @param name the kernel's, as errno(3) has it
 * @param path what the caller passed, as is `dest`
 */
export function errnoError(
  name: string,
  syscall: string,
  path?: string,
  dest?: string,
): NodeJS.ErrnoException {
  const unknown = { errno: -1, code: name, text: 'unknown error' }
  const { errno, code, text } = systemErrors().get(name) ?? unknown
  const places = (path === undefined ? '' : ` '${path}'`) + (dest === undefined ? '' : ` -> '${dest}'`)
  const error: NodeJS.ErrnoException = new Error(`${code}: ${text}, ${syscall}${places}`)
  error.errno = errno
  error.code = code
  error.syscall = syscall
  if (path !== undefined) error.path = path
  if (dest !== undefined) Object.assign(error, { dest })
  return error
}

/** Turns an error of one system call into the same error of the operation that made the call. */
export function errorAs(error: unknown, syscall: string, path?: string, dest?: string): unknown {
  const code = codeOf(error)
  return code !== undefined && systemErrors().has(code) ? errnoError(code, syscall, path, dest) : error
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | null)?.code
}

/** Node's internal AbortError: https://nodejs.org/api/errors.html#abort_err */
export function abortError(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason })
  error.name = 'AbortError'
  return Object.assign(error, { code: 'ABORT_ERR' })
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw abortError(signal)
}

/** What Node gives where closing a file fails after a first failure: both, under the name of the first. */
export function bothErrors(first: unknown, second: unknown): unknown {
  const error = new AggregateError([first, second], (first as Error).message)
  return Object.assign(error, { code: codeOf(first) })
}

/** Node's SystemError with a code of its own, for example `ERR_FS_EISDIR`. */
export function fsError(
  code: string,
  message: string,
  info: { code: string; message: string; syscall: string; path: string },
): Error {
  const { errno } = systemErrors().get(info.code) ?? { errno: -1 }
  const error = new Error(`${message}: ${info.syscall} returned ${info.code} (${info.message}) ${info.path}`)
  Object.defineProperty(error, 'name', { value: 'SystemError', configurable: true, writable: true })
  // Node counts this errno upwards, unlike that of its ordinary errors.
  return Object.assign(error, {
    code,
    info: { ...info, errno: -errno },
    errno: -errno,
    syscall: info.syscall,
    path: info.path,
  })
}
