import path from 'node:path'
import jsonfile from 'jsonfile'
import { defineTarget } from 'onewriter'

export default defineTarget({
  open({ dir }) {
    const file = (session: string) => path.join(dir, `${session}.json`)
    return {
      file,
      calls: { writeFile: ({ session, document }) => jsonfile.writeFile(file(session), document) },
    }
  },
})
