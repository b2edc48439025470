import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { defineTarget, type TargetDefinition } from 'onewriter'

const fileInside = 'package.json'

/** A cache of folders, each filled aside and renamed into place; `lose` is what is done where another was faster. */
export function publishedFolders(
  oracles: TargetDefinition['oracles'] & {},
  lose: (folder: string, entry: string, retry: () => Promise<void>) => Promise<void>,
) {
  return defineTarget({
    open({ dir }) {
      const entry = (session: string) => path.join(dir, session)
      return {
        file: (session) => path.join(entry(session), fileInside),
        calls: {
          async publish({ session, text }) {
            const folder = path.join(dir, `.${randomUUID()}`)
            const publish = async (): Promise<void> => {
              try {
                await rename(folder, entry(session))
              } catch (error) {
                const { code = '' } = error as NodeJS.ErrnoException
                if (!['ENOTEMPTY', 'EEXIST'].includes(code)) throw error
                await lose(folder, entry(session), publish)
              }
            }
            try {
              await mkdir(folder)
              await writeFile(path.join(folder, fileInside), text)
              await publish()
            } catch (error) {
              await rm(folder, { recursive: true, force: true })
              throw error
            }
          },
        },
      }
    },
    oracles,
  })
}
