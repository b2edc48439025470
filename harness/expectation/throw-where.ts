import type { Judgement } from './judgement.ts'

/** @throws Error that was made for it, with what the judgement says. */
export function throwWhere({ failure }: Judgement, error: Error): void {
  if (failure === null) return
  error.message = failure
  throw error
}
