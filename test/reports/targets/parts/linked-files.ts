import fs from 'node:fs'
import path from 'node:path'
import { defineTarget } from 'onewriter'

/** Files in a folder of dotfiles, and links to them where the application looks; `save` is given the link. */
export function linkedFiles(save: (link: string, text: string) => Promise<void>) {
  return defineTarget({
    open({ dir }) {
      const kept = (session: string) => path.join(dir, 'dotfiles', `${session}.json`)
      const link = (session: string) => path.join(dir, 'home', `${session}.json`)
      fs.mkdirSync(path.join(dir, 'dotfiles'), { recursive: true })
      fs.mkdirSync(path.join(dir, 'home'), { recursive: true })
      for (const session of ['s1', 's2']) makeLink(kept(session), link(session))
      return { file: kept, calls: { save: ({ session, text }) => save(link(session), text) } }
    },
    oracles: ['parses', 'one-writer', 'reads-whole', 'not-stale'],
  })
}

function makeLink(to: string, link: string): void {
  try {
    fs.symlinkSync(to, link)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
