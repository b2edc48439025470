import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { commandTarget, map, type Target } from 'onewriter'

interface Row {
  readonly session: string
  readonly text: string
}

/**
 * `sqlite3`: each call sets its session's row, in one transaction. With a log that is written ahead, who writes has the
 * database for himself: then it needs no memory that is shared (https://www.sqlite.org/wal.html#noshm).
 */
export function sqlite(
  synchronous: 'EXTRA' | 'FULL' | 'OFF',
  journal: 'DELETE' | 'TRUNCATE' | 'WAL' = 'DELETE',
): Target {
  const alone = journal === 'WAL' ? 'PRAGMA locking_mode=EXCLUSIVE; ' : ''
  const before = `${alone}PRAGMA journal_mode=${journal}; PRAGMA synchronous=${synchronous}; BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS saved (session PRIMARY KEY, text);`
  return commandTarget({
    command: ({ dir, session, text }) => [
      'sqlite3',
      '-bail',
      path.join(dir, 'saved.db'),
      `${before} INSERT OR REPLACE INTO saved VALUES ('${session}', '${text}'); COMMIT;`,
    ],
    specification: map(),
    load: ({ dir }) => loaded(dir),
    owns: (name) => /^saved\.db(?:-journal|-wal)?$/.test(name),
  })
}

/** As who opens it next sees it. That one rolls a journal back which it finds, and so it is given a copy. */
async function loaded(dir: string): Promise<Record<string, unknown>> {
  const copy = await mkdtemp(path.join(tmpdir(), 'onewriter-sqlite-'))
  try {
    await cp(dir, copy, { recursive: true })
    const sql = `CREATE TABLE IF NOT EXISTS saved (session PRIMARY KEY, text);
      SELECT '' AS session, integrity_check AS text FROM pragma_integrity_check
      UNION ALL SELECT session, text FROM saved ORDER BY 1`
    const json = execFileSync('sqlite3', ['-json', path.join(copy, 'saved.db'), sql], { encoding: 'utf8' })
    const all = JSON.parse(json) as Row[]
    const broken = all.find(({ session, text: found }) => session === '' && found !== 'ok')
    if (broken) throw new Error(broken.text)
    const rows = all.filter(({ session }) => session !== '')
    return Object.fromEntries(rows.map(({ session, text }) => [session, JSON.parse(text)]))
  } finally {
    await rm(copy, { recursive: true })
  }
}
