import path from 'node:path'
import { defineTarget } from 'onewriter'
import { replaceCarelessly } from '../../../reports/targets/parts/replace.ts'

/** Saves into folders that whoever comes first has to make. */
export function savesInFolders(mkdirp: (folder: string) => Promise<void>) {
  return defineTarget({
    open({ dir }) {
      const file = (session: string) => path.join(dir, `data/${session}/state.json`)
      return {
        file,
        calls: {
          async save({ session, text }) {
            await mkdirp(path.dirname(file(session)))
            await replaceCarelessly(file(session), text)
          },
        },
      }
    },
    owns: (name) => /^data(\/s\d+)?$/.test(name),
    oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale', 'calls-succeed'],
  })
}
