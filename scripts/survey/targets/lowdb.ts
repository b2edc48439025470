import path from 'node:path'
import { Low } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { defineTarget } from 'onewriter'

/** One database for each file and process. */
export default defineTarget({
  open({ dir }) {
    const file = (session: string) => path.join(dir, `${session}.json`)
    const databases = new Map<string, Low<object>>()
    const databaseOf = (session: string) => {
      const database = databases.get(session) ?? new Low<object>(new JSONFile(file(session)), {})
      databases.set(session, database)
      return database
    }
    return {
      file,
      calls: {
        write({ session, document }) {
          const database = databaseOf(session)
          database.data = document
          return database.write()
        },
      },
    }
  },
})
