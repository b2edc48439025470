/** A document as it goes through programs that know letters and digits best. */
export function hex(text: string): string {
  return Buffer.from(text).toString('hex')
}

/**
 * What lines like `s1 = 7b7d` say, of whichever keys there are.
 *
 * @throws SyntaxError where a value is no whole document
 */
export function entriesOf(bytes: Uint8Array): Record<string, unknown> {
  const lines = Buffer.from(bytes)
    .toString('utf8')
    .matchAll(/^\s*(s\d+) *= *([0-9a-f]+)$/gm)
  return Object.fromEntries([...lines].map(([, key = '', value = '']) => [key, documentOf(value)]))
}

function documentOf(value: string): unknown {
  return JSON.parse(Buffer.from(value, 'hex').toString('utf8'))
}
