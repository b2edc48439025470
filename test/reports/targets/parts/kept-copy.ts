import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineTarget } from 'onewriter'

/** Settings with a backup beside them: who loads goes by the backup where the file is torn. */
export function settingsWithBackup(
  save: (file: string, backup: string, text: string) => void,
  recover?: (dir: string) => void,
) {
  return defineTarget({
    open: ({ dir }) => ({
      calls: {
        save({ session, text }) {
          const file = path.join(dir, `${session}.json`)
          save(file, `${file}.bak`, text)
        },
      },
    }),
    load({ dir, session }) {
      const file = path.join(dir, `${session}.json`)
      const texts = [file, `${file}.bak`].map(textOf)
      if (texts.every((text) => text === null)) return undefined
      const whole = texts.find((text) => text !== null && isWhole(text))
      if (whole === undefined || whole === null) throw new Error('neither the file nor its backup is whole')
      return JSON.parse(whole) as unknown
    },
    owns: (name) => /^s\d+\.json(\.bak)?$/.test(name),
    ...(recover && { recover }),
  })
}

/** Null where there is no such file. */
export function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

export function isWhole(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
