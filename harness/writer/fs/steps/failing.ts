import { errnoError } from '../errors.ts'
import type { Draft } from '../plan.ts'

/** The error of a step on paths, which names them as the caller passed them. */
export function failing(syscall: string, path?: string, dest?: string): Draft['fail'] {
  return (code) => errnoError(code, syscall, path, dest)
}
