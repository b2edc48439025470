/** Names by which functions ask for what is in their options. */
export interface OptionNames {
  readonly place: readonly string[]
  readonly payload: readonly string[]
}

/** What is tried. */
export const optionNames: OptionNames = {
  place: [
    'file',
    'path',
    'filename',
    'fileName',
    'filePath',
    'filepath',
    'dest',
    'destination',
    'target',
    'output',
    'outputPath',
    'outFile',
    'to',
  ],
  payload: [
    'data',
    'text',
    'content',
    'contents',
    'value',
    'document',
    'doc',
    'json',
    'body',
    'payload',
    'object',
    'obj',
    'state',
  ],
}

/** Of the names that a function has asked for, those that are tried. */
export function askedFor(read: readonly string[]): OptionNames {
  const of = (kind: keyof OptionNames) => optionNames[kind].filter((name) => read.includes(name))
  return { place: of('place'), payload: of('payload') }
}
