import { fileUpdater } from 'onewriter'
import { withLock } from './parts/directory-lock.ts'
import { loadMap } from './parts/map-file.ts'
import { replace } from './parts/replace.ts'

/** Report 25: what is changed under the lock was read before it was held. */
export default fileUpdater(async (file, key, value) => {
  const settings = await loadMap(file)
  await withLock(`${file}.lock`, () => replace(file, JSON.stringify({ ...settings, [key]: value })))
})
