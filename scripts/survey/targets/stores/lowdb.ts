import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { fileUpdater } from 'onewriter'

/** A database with several keys, read anew before each change of one. */
export default fileUpdater(async (file, key, value) => {
  const database = new Low<Record<string, unknown>>(new JSONFile(file), {})
  await database.read()
  database.data[key] = value
  await database.write()
})
