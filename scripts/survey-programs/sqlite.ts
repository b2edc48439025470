import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { commandTarget, map, type Target } from 'onewriter'

interface Row {
  readonly session: string
  readonly text: string
}

/** `sqlite3` with a rollback journal: each call sets its session's row, in one transaction. */
export function sqlite(
  synchronous: 'EXTRA' | 'FULL' | 'OFF',
  journal: 'DELETE' | 'TRUNCATE' = 'DELETE',
): Target {
  const before = `PRAGMA journal_mode=${journal}; PRAGMA synchronous=${synchronous}; BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS saved (session PRIMARY KEY, text);`
  return commandTarget({
    command: ({ dir, session, text }) => [
      'sqlite3',
      '-bail',
      path.join(dir, 'saved.db'),
      `${before} INSERT OR REPLACE INTO saved VALUES ('${session}', '${text}'); COMMIT;`,
    ],
    specification: map(),
    load: ({ dir }) => loaded(dir),
    owns: (name) => name === 'saved.db' || name === 'saved.db-journal',
  })
}

/** As who opens it next sees it. That one rolls a journal back which it finds, and so it is given a copy. */
async function loaded(dir: string): Promise<Record<string, unknown>> {
  const copy = await mkdtemp(path.join(tmpdir(), 'onewriter-sqlite-'))
  try {
    await cp(dir, copy, { recursive: true })
    const sql = 'CREATE TABLE IF NOT EXISTS saved (session PRIMARY KEY, text); SELECT * FROM saved ORDER BY 1'
    const json = execFileSync('sqlite3', ['-json', path.join(copy, 'saved.db'), sql], { encoding: 'utf8' })
    const rows = JSON.parse(json || '[]') as Row[]
    return Object.fromEntries(rows.map(({ session, text }) => [session, JSON.parse(text)]))
  } finally {
    await rm(copy, { recursive: true })
  }
}
