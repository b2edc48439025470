import type { Content } from '../model/content.ts'
import type { Violation } from '../model/result.ts'

export interface SourcePlace {
  readonly file: string
  readonly line: number
  readonly col: number
}

/** Where the target asked for the step that left the file as it should not be; null in a package: there, the target itself is told. */
export function sourceOf(
  { session, counterexample }: Violation,
  inRepository: (file: string) => string,
): SourcePlace | null {
  const changes = counterexample?.steps.filter(({ held }) => held && session in held) ?? []
  const wrong = changes.findLast(({ held }) => !isWhole(held?.[session]))
  const source = (wrong ?? changes.at(-1))?.source ?? ''
  const [, file, line, col] = /^(?!node_modules\/)(.*):(\d+):(\d+)$/.exec(source) ?? []
  return file !== undefined && line !== undefined && col !== undefined
    ? { file: inRepository(file), line: Number(line), col: Number(col) }
    : null
}

/** What is one call's output, or what a specification may explain. */
function isWhole(content: Content | undefined): boolean {
  return content?.kind === 'complete' || content?.kind === 'value'
}
