import type { Oracle } from '../model/oracle.ts'

/** The directory ends with session files alone (and the directories that hold them). */
export const noLitter: Oracle = {
  name: 'no-litter',
  applies: (record) => record.calls.length > 0,
  judge(record) {
    const files = Object.values(record.files)
    const litter = record.entries.filter((entry) =>
      entry.endsWith('/') ? !files.some((file) => file.startsWith(entry)) : !files.includes(entry),
    )
    if (litter.length === 0) return []
    const named = litter.slice(0, 5).join(', ') + (litter.length > 5 ? `, and ${litter.length - 5} more` : '')
    const message = `the directory should end with session files alone, but also holds ${named}`
    return [{ message, kind: litter.every((entry) => entry.endsWith('/')) ? 'directory' : 'file' }]
  },
}
