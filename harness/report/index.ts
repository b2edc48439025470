import { chromeTrace } from './chrome-trace.ts'
import { github } from './github.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { colours, plain } from './paint.ts'
import type { Reporter } from './reporter.ts'
import { terminal } from './terminal.ts'

/** Every reporter, by the name that `--reporter` takes. */
export const reporters: Readonly<Record<string, Reporter>> = {
  terminal: (result, { colour }) => terminal(result, colour ? colours : plain),
  json,
  junit,
  github,
  'chrome-trace': chromeTrace,
  html,
}
