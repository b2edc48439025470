import path from 'node:path'
import fs from 'fs-extra'
import { defineTarget } from 'onewriter'

export default defineTarget({
  open({ dir }) {
    const file = (session: string) => path.join(dir, `${session}.json`)
    return {
      file,
      calls: { outputJson: ({ session, document }) => fs.outputJson(file(session), document) },
    }
  },
})
