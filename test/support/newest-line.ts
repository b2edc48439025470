/** The newest record of a log of JSON lines in which every line is complete. */
export function newestLine(bytes: Uint8Array): unknown {
  const lines = Buffer.from(bytes).toString('utf8').split('\n')
  if (lines.pop() !== '') throw new Error('the log does not end with a line')
  return lines.map((line) => JSON.parse(line) as unknown).at(-1)
}
