import type { Result } from '../model/result.ts'
import { json } from './json.ts'
import { colours, plain } from './paint.ts'
import { terminal } from './terminal.ts'

/** Turns a result into text; `colour` only where a person will see it. */
export type Reporter = (result: Result, context: { readonly colour: boolean }) => string

/** Every reporter, by the name that `--reporter` takes. */
export const reporters: Readonly<Record<string, Reporter>> = {
  terminal: (result, { colour }) => terminal(result, colour ? colours : plain),
  json,
}
