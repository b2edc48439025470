import { get, ls } from 'cacache'

/** What the application finds: each key of the index, with its content. Content that does not fit its hash is refused. */
export async function loadedCache(dir: string): Promise<Record<string, unknown>> {
  const entries: Record<string, unknown> = {}
  for (const key of Object.keys(await ls(dir))) {
    const { data } = await get(dir, key)
    entries[key] = JSON.parse(data.toString('utf8'))
  }
  return entries
}

export function ownsInCache(name: string): boolean {
  return (
    name.startsWith('content-v') || name.startsWith('index-v') || name === 'tmp' || name === '_lastverified'
  )
}
