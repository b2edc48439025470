import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { operations, type PendingStep, type Step, type StepOutcome } from '../../harness/model/step.ts'
import { root } from '../support/cli.ts'
import { withExecutor } from '../support/with-executor.ts'
import { ShadowedState } from '../support/shadowed-state.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { workloadOf } from '../support/executor-search.ts'
import { fixture } from '../support/targets.ts'
import { runSnippets } from '../writer/child.ts'
import { inOrder } from '../support/in-order.ts'

type Treatment = 'virtual' | 'observed' | 'fixed' | 'withdraws'

const page = fs.readFileSync(path.join(root, 'docs/architecture.md'), 'utf8')

/** By field or function, how it is treated, as a section of the page has it. */
function tableOf(title: string): Map<string, Treatment> {
  const [, section = ''] = page.split(`### ${title}\n`)
  const [table = ''] = section.split('\n### ')
  const rows = [...table.matchAll(/^\| (`[^|]+`) \| (\w+) \|/gm)]
  return new Map(
    rows.flatMap(([, names = '', treatment]) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, name = '']) => [name, treatment as Treatment] as const),
    ),
  )
}

const ofStat = tableOf('What `stat`, `lstat` and `fstat` show')
const ofStatfs = tableOf('What `statfs` shows')
const ofDirent = tableOf('What a `Dirent` shows')
const ofFunctions = tableOf('What functions give')

const treated = (table: Map<string, Treatment>, treatment: Treatment) =>
  [...table].flatMap(([name, how]) => (how === treatment ? [name] : []))
/** `atimeMs` and `atimeNs` are forms of `atime`. */
const withoutUnit = (field: string) => field.replace(/(time)(Ms|Ns)$/, '$1')

const [entry] = fs.readdirSync(root, { withFileTypes: true })

test.each([
  ['Stats', fs.statSync(root), ofStat],
  ['BigIntStats', fs.statSync(root, { bigint: true }), ofStat],
  ['StatFs', fs.statfsSync(root), ofStatfs],
  ['BigIntStatFs', fs.statfsSync(root, { bigint: true }), ofStatfs],
  ['Dirent', entry, ofDirent],
])('every field of %s stands in the table', (_, shown, table) => {
  const fields = Object.keys(shown as object).map(withoutUnit)
  expect(fields.length).toBeGreaterThan(0)
  expect(fields.filter((field) => !table.has(field))).toEqual([])
})

/** What `every-function.test.ts` knows to be harmless, and what tells only who has asked before. */
const apart = /^[A-Z_]|^unwatchFile$|^lchmod$/

test('every function of fs stands in the table', () => {
  const names = [fs, fs.promises].flatMap((faces) =>
    Object.entries(faces).flatMap(([name, value]) => (typeof value === 'function' ? [name] : [])),
  )
  const functions = new Set(
    names.map((name) => name.replace(/Sync$/, '')).filter((name) => !apart.test(name)),
  )
  expect([...functions].filter((name) => !ofFunctions.has(name))).toEqual([])
})

test('every kind of step belongs to a function that is there', () => {
  // Node has no function for locks.
  const beside = new Set(['timer', 'begin', 'signal', 'lock', 'unlock'])
  expect(operations.filter((op) => !ofFunctions.has(op) && !beside.has(op))).toEqual([])
})

const makeA = { op: 'open', path: 'a', flags: 'w', handle: 1 } as const
const outcomes: Readonly<Record<string, StepOutcome>> = { open: { made: '33152 0 0' } }
/** What other steps give. */
const given: Readonly<Record<string, StepOutcome>> = {
  chmod: { made: '33188 0 0' },
  chown: { made: '33152 7 7' },
  utimes: { dated: '5000 5000' },
  write: { bytes: 1 },
}

/** What a writer has observed that looks at a file or a directory after another has done something. */
function observedAfter(
  does: readonly Omit<Step, 'sync'>[],
  look: Omit<Step, 'sync'>,
  setup = outcomes,
): string {
  const bytes = new Map<string, Buffer>()
  const state = new ShadowedState({
    writers: 2,
    open: (name) => () => bytes.get(name) ?? Buffer.alloc(0),
  })
  let id = 0
  const perform = (writer: number, step: Omit<Step, 'sync'>, now = 0) => {
    id += 1
    const pending: PendingStep = { ...step, sync: true, id: writer === 2 ? 1 : id, call: 1 }
    if (writer === 1) state.take(1, { asked: [pending] })
    if (step.op === 'write') bytes.set('a', Buffer.from('x'))
    state.perform(writer, pending, { ...setup, ...given }[step.op] ?? {}, now)
  }
  state.take(2, { asked: [{ ...look, sync: true, id: 1, call: 1 }] })
  for (const [index, step] of does.entries()) perform(1, step, index === 0 ? 0 : 5000)
  perform(2, look, 9000)
  return state.parts().writers[1] as string
}

const statOfA = { op: 'stat', path: 'a' } as const
/** What else can be done to a file, so that a look at it shows another value of one field. */
const changesOf: Readonly<Record<string, readonly Omit<Step, 'sync'>[]>> = {
  mode: [{ op: 'chmod', path: 'a' }],
  nlink: [{ op: 'link', path: 'a', to: 'b' }],
  uid: [{ op: 'chown', path: 'a' }],
  gid: [{ op: 'chown', path: 'a' }],
  size: [{ op: 'write', path: 'a', handle: 1 }],
  atime: [{ op: 'utimes', path: 'a' }],
  mtime: [{ op: 'utimes', path: 'a' }],
  ctime: [
    { op: 'rename', path: 'a', to: 'b' },
    { op: 'rename', path: 'b', to: 'a' },
  ],
  birthtime: [{ op: 'unlink', path: 'a' }, makeA],
}

test.each(treated(ofStat, 'observed'))('%s: who looks has seen what another did to it', (field) => {
  const changes = changesOf[field]
  expect(changes).toBeDefined()
  const plain = observedAfter([makeA], statOfA)
  expect(observedAfter([makeA], statOfA)).toBe(plain)
  expect(observedAfter([makeA, ...(changes ?? [])], statOfA)).not.toBe(plain)
})

test.each(['mode', 'uid', 'gid'])('%s: who looks has seen who made it', (field) => {
  const made = { mode: '33188 0 0', uid: '33152 7 0', gid: '33152 0 7' }[field] ?? ''
  expect(observedAfter([makeA], statOfA, { open: { made } })).not.toBe(observedAfter([makeA], statOfA))
})

test('a Dirent: who lists has seen which names there are, and what they are', () => {
  expect(treated(ofDirent, 'observed')).toEqual([...ofDirent.keys()])
  const list = { op: 'readdir', path: '' } as const
  const [file, folder, other] = [
    observedAfter([makeA], list),
    observedAfter([{ op: 'mkdir', path: 'a' }], list),
    observedAfter([{ ...makeA, path: 'b' }], list),
  ]
  expect(new Set([file, folder, other]).size).toBe(3)
})

interface Sight {
  readonly stats: Readonly<Record<string, string>>
  readonly statfs: Readonly<Record<string, string>>
}

const variable = 'ONEWRITER_TEST_SIGHT'
const outputDir = scratchDirectory('what-a-writer-sees')

/** What a real writer under control is shown; each time of other inodes, at another time, in another directory. */
async function sightOf(kind: string, junk: number): Promise<Sight> {
  for (let index = 0; index < junk; index += 1) fs.writeFileSync(path.join(outputDir, `junk-${index}`), 'x')
  const told = path.join(outputDir, 'told')
  process.env[variable] = told
  try {
    await withExecutor(
      fixture('tells-what-stat-shows.ts'),
      (executor) => {
        const { uncontrolled } = executor.perform({ workload: workloadOf(kind), scheduler: inOrder, seed: 1 })
        // It tells the test.
        expect(uncontrolled).toEqual([`outside the run directory: writeFile ${told}`])
      },
      { base: outputDir },
    )
  } finally {
    delete process.env[variable]
  }
  return JSON.parse(fs.readFileSync(told, 'utf8')) as Sight
}

test.each(['file', 'directory'])(
  'what is virtual, fixed or never changed is the same each time: a %s',
  async (kind) => {
    const [one, other] = [await sightOf(kind, 1), await sightOf(kind, 9)]
    expect(other).toEqual(one)
    expect(one.stats['ino']).not.toBe(String(fs.statSync(outputDir).ino))
    expect(
      Object.keys(one.stats)
        .map(withoutUnit)
        .filter((field) => !ofStat.has(field)),
    ).toEqual([])
    expect(one.stats).toMatchObject({ blksize: '4096', blocks: '8' })
    expect(one.statfs).toMatchObject({ bsize: '4096', blocks: '268435456', bfree: '134217728' })
  },
)

const argumentsOf: Readonly<Record<string, string>> = {
  watch: "fs.watch('f').close()",
  watchFile: "fs.watchFile('f', () => {}); fs.unwatchFile('f')",
  openAsBlob: "await fs.openAsBlob('f')",
  glob: "if (fs.globSync) fs.globSync('*'); else return 'missing'",
  mkdtempDisposable:
    "if (fs.mkdtempDisposableSync) fs.mkdtempDisposableSync('x').remove(); else return 'missing'",
}

test('what withdraws is noted', () => {
  const names = treated(ofFunctions, 'withdraws')
  const outcomesOf = runSnippets(
    names.map((name) => ({ before: "fs.writeFileSync('f', 'x')", code: argumentsOf[name] ?? 'throw name' })),
  )
  for (const [index, { value, notes, error }] of outcomesOf.entries()) {
    expect(error, names[index]).toBeUndefined()
    if (value !== 'missing') expect(notes.join(), names[index]).toContain(names[index])
  }
})
