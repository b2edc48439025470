import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'

type Row = (isGood: boolean, what: string, figure: string) => void

interface Mutant {
  /** What is taken away. */
  readonly guard: string
  readonly file: string
  readonly from: string
  readonly to: string
}

const opened = 'harness/guarded/opened-directory.ts'
const directory = 'harness/guarded/guarded-directory.ts'
const writer = 'dist/harness/writer/controlled/main.bundle.js'

/** The guards of "no file outside is touched", each with a text of the source and what it becomes without it. */
const mutants: readonly Mutant[] = [
  {
    guard: 'a link in the place of a directory is not opened',
    file: opened,
    from: 'access | O_DIRECTORY | O_NOFOLLOW',
    to: 'access | O_DIRECTORY',
  },
  {
    guard: 'what is in a directory is reached through its descriptor',
    file: opened,
    from: 'const base = this.#through ?? this.#proven()',
    to: 'const base = this.#path',
  },
  {
    guard: 'what is mounted there is not entered',
    file: opened,
    from: 'if (child.#mount === this.#mount && child.identity.device === this.identity.device) return child',
    to: 'return child',
  },
  {
    guard: 'a directory that another process has made is known by its identity',
    file: directory,
    from: 'if (!found || isSameIdentity(found.identity, identity)) return found',
    to: 'return found ?? null',
  },
  {
    guard: 'what was moved in is kept when all is removed',
    file: 'harness/guarded/empty-tree.ts',
    from: 'if (this.#isMovedIn(parent, name))',
    to: 'if (parent.descriptor < 0)',
  },
  {
    guard: 'what was moved in is kept when one entry is removed',
    file: directory,
    from: 'if (isMovedIn(stats, this.#opened.birth))',
    to: 'if (stats.size < 0n)',
  },
  {
    guard: 'nothing is removed where the path leads elsewhere',
    file: directory,
    from: 'if (!this.isInPlace) return',
    to: 'if (this.descriptor < 0) return',
  },
  {
    guard: 'nothing is judged where the run directory is no longer there',
    file: 'harness/programs/interposed/real-directory.ts',
    from: 'if (!this.#guarded.isInPlace) this.#lose()',
    to: 'if (this.#guarded.descriptor < 0) this.#lose()',
  },
  {
    guard: 'what is no file is not opened',
    file: 'harness/guarded/read-file.ts',
    from: 'if (kind !== null) return inaccessible(kind)\n    return readOpened(file)',
    to: 'if (kind === file) return inaccessible(kind)\n    return readOpened(file)',
  },
  {
    guard: 'files older than the run directory are not dated',
    file: writer,
    from: 'return Math.floor(born) < rootBorn;',
    to: 'return false;',
  },
]

/** Those without processes come first. */
const tests: readonly (readonly string[])[] = [
  ['test/guarded/guarded-directory.test.ts', 'test/guarded/read-file.test.ts'],
  ['test/harm/replaced-under-control.test.ts'],
]
const copied = [
  'dist',
  'harness',
  'scripts',
  'src',
  'test',
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
]
/** On a machine with much else to do. */
const mostMillis = 3_600_000

/** With one guard at a time taken away, in a copy of the sources, some test fails; with none, none does. */
export async function takeGuardsAway(root: string, row: Row): Promise<void> {
  console.log('\nwith one guard at a time taken away, some test fails')
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'proof-guards-'))
  try {
    for (const name of copied) fs.cpSync(path.join(root, name), path.join(scratch, name), { recursive: true })
    fs.symlinkSync(path.join(root, 'node_modules'), path.join(scratch, 'node_modules'))
    const whole = await firstFailureIn(scratch)
    row(whole === null, 'with all of them', whole ?? 'no test fails')
    for (const mutant of mutants) {
      const failure = await failureWithout(mutant, scratch)
      row(failure !== null, mutant.guard, failure ?? 'no test fails')
    }
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true })
  }
}

async function failureWithout({ file, from, to }: Mutant, scratch: string): Promise<string | null> {
  const full = path.join(scratch, file)
  const source = fs.readFileSync(full, 'utf8')
  if (source.split(from).length !== 2) throw new Error(`${file}: expected once: ${from}`)
  fs.writeFileSync(
    full,
    source.replace(from, () => to),
  )
  try {
    return await firstFailureIn(scratch)
  } finally {
    fs.writeFileSync(full, source)
  }
}

async function firstFailureIn(scratch: string): Promise<string | null> {
  for (const files of tests) {
    const failure = await failureIn(scratch, files)
    if (failure !== null) return failure
  }
  return null
}

/** The name of the first test that fails; null where none does. What does not load is no failure of a test. */
async function failureIn(cwd: string, files: readonly string[]): Promise<string | null> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--bail=1', '--reporter=json', ...files]
  const ran = await execa(process.execPath, args, { cwd, reject: false, timeout: mostMillis })
  if (ran.exitCode === 0) return null
  if (ran.timedOut)
    throw new Error(`${files.join(', ')} did not come to an end in ${mostMillis / 60_000} min`)
  const failed = reportIn(ran.stdout)
    ?.testResults.flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed')
  if (!failed) throw new Error(`the tests did not run: ${ran.stdout.slice(-500)}${ran.stderr.slice(-500)}`)
  return failed.fullName
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[]
  }[]
}

/** What vitest's reporter prints, after whatever else was printed. */
function reportIn(stdout: string): Report | null {
  try {
    return JSON.parse(stdout.slice(stdout.indexOf('{"num'))) as Report
  } catch {
    return null
  }
}
