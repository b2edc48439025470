import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { grantAll } from '../../bench/served/grant-all.ts'
import { withServedCommands } from '../../bench/served/with-served-commands.ts'

/** A suite that nobody here wrote, as a command in a directory. */
interface Suite {
  readonly name: string
  /** Its output goes to its standard output. */
  readonly argvIn: (dir: string) => readonly string[]
  /** What it says of one test that has failed. */
  readonly failed: RegExp
  /** What it says once it has run. */
  readonly ran: RegExp
  /** What fails in a served directory alone, and why that is as it should be. */
  readonly differs?: Readonly<Record<string, string>> | undefined
}

type Row = (isGood: boolean, what: string, figure: string) => void

const python = '/usr/bin/python3'
const standsStill = 'times of files follow the virtual clock, which stands still while a program works'

/** Of CPython's own tests, those of files. Debian has them as `libpython3-testsuite`, or with the version in its name. */
const ofPython: Readonly<Record<string, Suite['differs']>> = {
  test_os: {
    'test.test_os.UtimeTests.test_utime_current': standsStill,
    'test.test_os.UtimeTests.test_utime_current_old': standsStill,
  },
  test_posix: {},
  test_fcntl: {},
  test_shutil: {},
  test_tempfile: {},
  test_file: {},
  test_fileio: {},
  test_glob: {},
  test_tarfile: {},
  test_zipfile: {},
  test_mailbox: { 'test.test_mailbox.TestMaildir.test_reread': standsStill },
  test_dbm_dumb: {},
  test_filecmp: {},
  test_fileinput: {},
  test_posixpath: {},
  test_unicode_file: {},
  test_shelve: {},
  test_configparser: {},
}

/** File-system stressors of stress-ng(1), each of which verifies what it has done. */
const stressors = [
  'access',
  'chmod',
  'chown',
  'copy-file',
  'dentry',
  'dirmany',
  'fcntl',
  'filename',
  'flock',
  'fstat',
  'getdent',
  'hdd',
  'locka',
  'lockf',
  'lockofd',
  'open',
  'rename',
  'seek',
  'touch',
  'utime',
]

const suites: readonly Suite[] = [
  ...Object.entries(ofPython).map(([name, differs]): Suite => ({
    name: `CPython ${name}`,
    argvIn: (dir) => ['env', `TMPDIR=${dir}`, python, '-m', 'test', '-v', '--tempdir', dir, name],
    failed: /^(?:FAIL|ERROR): \S+ \((\S+)\)/gm,
    ran: /^Ran \d+ tests/m,
    differs,
  })),
  ...stressors.map((name): Suite => ({
    name: `stress-ng ${name}`,
    argvIn: (dir) => ['stress-ng', `--${name}`, '1', `--${name}-ops`, '20', '--verify', '--temp-path', dir],
    failed: /^stress-ng: (?:fail|error): +\[\d+\] (.*)/gm,
    ran: /run completed in/,
  })),
]

/**
 * That a served directory is to other people's tests what one of the machine's is: each suite runs in both, and in the
 * served one every step is granted at once.
 */
export async function conform(scratch: string, row: Row): Promise<void> {
  console.log("\nother people's tests of files, in a served directory and in one of the machine's")
  for (const suite of suites) {
    const program = suite.argvIn('').find((each) => each === python || each === 'stress-ng') ?? ''
    const missing = whatIsMissing(program)
    if (missing !== null) row(false, suite.name, missing)
    else await compare(suite, scratch, row)
  }
}

function whatIsMissing(program: string): string | null {
  const argv = program === python ? ['-c', 'import test.test_os'] : ['--version']
  if (spawnSync(program, argv).status === 0) return null
  return program === python
    ? "CPython's tests are not installed: apt-get install libpython3-testsuite"
    : 'stress-ng is not installed: apt-get install stress-ng'
}

async function compare(suite: Suite, scratch: string, row: Row): Promise<void> {
  const log = path.join(scratch, 'log')
  const real = fs.mkdtempSync(path.join(scratch, 'real-'))
  spawnSync('sh', logged(suite.argvIn(real), real, log))
  const expected = failuresIn(suite, log)
  if (!suite.ran.test(fs.readFileSync(log, 'utf8'))) return row(false, suite.name, expected.at(-1) ?? '')
  const command = (dir: string) => ['sh', ...logged(suite.argvIn(dir), dir, log)]
  const { steps, uncontrolled } = await withServedCommands(
    path.join(scratch, 'served'),
    (dir) => [command(dir)],
    (programs) => {
      const [program] = programs.behindWriters(1)
      if (!program) throw new Error('there should be a program')
      return grantAll(program, programs.directory(), 1)
    },
  )
  const differs = suite.differs ?? {}
  const found = failuresIn(suite, log).filter((name) => !expected.includes(name) && !(name in differs))
  const reasons = [...new Set(Object.values(differs))]
  const but = reasons.length > 0 ? `; but for ${Object.keys(differs).length}: ${reasons.join(', ')}` : ''
  const wrong = [...found, ...new Set(uncontrolled)]
  row(
    wrong.length === 0 && steps.length > 0,
    suite.name,
    wrong.length === 0 ? `${steps.length} steps, the same outcome${but}` : wrong.slice(0, 5).join('; '),
  )
}

/** Arguments of sh(1), which runs a command in a directory, and keeps what it says. */
function logged(argv: readonly string[], dir: string, log: string): string[] {
  return ['-c', 'cd "$0" && log="$1" && shift && "$@" >"$log" 2>&1; true', dir, log, ...argv]
}

function failuresIn({ failed, ran }: Suite, log: string): string[] {
  const text = fs.readFileSync(log, 'utf8')
  const names = [...text.matchAll(failed)].map(([, name = '']) => name)
  return ran.test(text) ? names : [...names, `it has not run to its end: ${text.slice(-200)}`]
}
