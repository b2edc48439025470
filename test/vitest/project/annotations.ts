import fs from 'node:fs'
import path from 'node:path'
import type { Reporter } from 'vitest/node'

const file = path.join(import.meta.dirname, '.annotations.json')

/** Keeps what was annotated, which not every reporter shows. */
export default class Annotations implements Reporter {
  readonly #all: object[] = []

  onTestCaseAnnotate(
    ...[{ name }, { message, attachment }]: Parameters<NonNullable<Reporter['onTestCaseAnnotate']>>
  ): void {
    this.#all.push({ test: name, message, attached: attachment?.body ?? '' })
  }

  onTestRunEnd(): void {
    fs.writeFileSync(file, JSON.stringify(this.#all))
  }
}
