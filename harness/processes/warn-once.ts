import { asText } from '../model/printable.ts'

const said = new Set<string>()

/** Says on stderr what is no reason to stop; each once in this process. */
export function warnOnce(message: string): void {
  if (said.has(message)) return
  said.add(message)
  process.stderr.write(asText(`onewriter: ${message}\n`))
}
