import { readFile } from 'node:fs/promises'

export type MapFile = Readonly<Record<string, unknown>>

/** A file that holds a value for each session; one that is missing is empty. */
export async function loadMap(file: string): Promise<MapFile> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as MapFile
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return {}
  }
}

export function valueIn(bytes: Uint8Array, session: string): unknown {
  return (JSON.parse(Buffer.from(bytes).toString('utf8')) as MapFile)[session]
}
