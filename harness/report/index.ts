import { printable, spelledOut, withoutCommands } from '../model/printable.ts'
import type { Result } from '../model/result.ts'
import { chromeTrace } from './chrome-trace.ts'
import { github, githubSummary } from './github.ts'
import { html } from './html.ts'
import { json } from './json.ts'
import { junit } from './junit.ts'
import { colours, plain } from './paint.ts'
import type { Reporter } from './reporter.ts'
import { sarif } from './sarif.ts'
import { terminal } from './terminal.ts'

/**
 * Every reporter, by the name that `--reporter` takes. What a result says of targets, paths and processes comes from
 * outside: here it becomes text, and nothing that a terminal, a browser or a CI job would obey.
 */
export const reporters: Readonly<Record<string, Reporter>> = {
  terminal: forPeople((result, { colour, lineWidth }) =>
    terminal(result, colour ? colours : plain, lineWidth),
  ),
  json: forPrograms(json),
  junit: forPeople(junit),
  // Its lines are commands, and its words are kept from being any more than that.
  github: (result, context) => github(spelledOut(result), context),
  'chrome-trace': forPrograms(chromeTrace),
  html: forPeople(html),
  // Its texts have lines; JSON spells out what would be more than text.
  sarif: (result, context) => withoutCommands(printable(sarif(spelledOut(result), context))),
}

/** What goes to the summary page of a job on GitHub. */
export const jobSummary = forPeople(githubSummary)

/** Words are spelled out before they are laid out. */
export function forPeople<Context>(report: (result: Result, context: Context) => string) {
  return (result: Result, context: Context) => withoutCommands(report(spelledOut(result), context))
}

/** JSON is spelled out as a whole, so that whoever parses it gets every text as it was. */
function forPrograms(report: (result: Result) => string): Reporter {
  return (result) => withoutCommands(printable(report(result)))
}
