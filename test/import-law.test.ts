import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from './support/cli.ts'

/**
 * What each room of the harness may import of the others; files beside them may import all. A folder that has a line of
 * its own is a room of its own, wherever it lies.
 */
const law: Readonly<Record<string, readonly string[]>> = {
  model: [],
  guarded: ['model'],
  filesystem: ['model'],
  strategies: ['model'],
  faults: ['model'],
  specifications: ['model'],
  oracles: ['model'],
  report: ['model'],
  workload: ['model'],
  target: ['model', 'specifications'],
  protocol: ['model', 'guarded'],
  typescript: ['model', 'guarded'],
  writer: ['model', 'guarded', 'protocol', 'specifications', 'typescript'],
  processes: ['model', 'guarded', 'protocol'],
  settings: ['model'],
  // The table of what each function of `fs` changes.
  init: ['model', 'guarded', 'typescript', 'writer'],
  recording: ['model'],
  regress: ['model', 'recording', 'report'],
  changed: ['model', 'processes'],
  // The harness process and the controller process: what they share is what the protocol says.
  engine: ['model', 'guarded', 'oracles', 'workload', 'protocol', 'processes', 'recording'],
  // It chooses which programs stand behind the writers. Whatever it does with them knows the port, and no process.
  controller: [
    'model',
    'guarded',
    'strategies',
    'faults',
    'oracles',
    'workload',
    'protocol',
    'processes',
    'controller/execute',
    'controller/search',
    'controller/counterexample',
    'controller/power-cut',
    'controller/foretelling',
    'programs/interposed',
    'programs/served',
  ],
  'controller/execute': ['model', 'filesystem', 'faults'],
  'controller/search': [
    'model',
    'strategies',
    'faults',
    'oracles',
    'workload',
    'protocol',
    'controller',
    'controller/execute',
    'controller/counterexample',
    'controller/foretelling',
    'controller/power-cut',
  ],
  // Executions that nobody carries out.
  'controller/foretelling': ['model', 'filesystem', 'strategies', 'controller/execute', 'programs/predicted'],
  'controller/counterexample': [
    'model',
    'guarded',
    'strategies',
    'faults',
    'oracles',
    'workload',
    'controller',
    'controller/execute',
    'controller/foretelling',
    'controller/power-cut',
  ],
  'controller/power-cut': ['model', 'faults', 'oracles', 'controller', 'controller/execute'],
  // A kind of program knows the port and none of the other kinds.
  'programs/interposed': ['model', 'guarded', 'protocol', 'processes'],
  'programs/served': ['model', 'guarded', 'filesystem', 'protocol', 'processes'],
  'programs/predicted': ['model', 'filesystem'],
  expectation: ['model', 'settings', 'report', 'engine'],
  cli: ['model', 'settings', 'engine', 'changed', 'init', 'regress', 'report', 'recording', 'typescript'],
}
const statement = /^(?:import|export)\b[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\('([^']+)'\)/gm
const sources = ['harness', 'src'].flatMap((folder) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`),
)

function importsOf(file: string): string[] {
  const text = fs.readFileSync(path.join(root, file), 'utf8')
  return [...text.matchAll(statement)].map(([, from, bare, lazy]) => from ?? bare ?? lazy ?? '')
}
const ours = (file: string) =>
  importsOf(file)
    .filter((name) => name.startsWith('.'))
    .map((name) => path.posix.join(path.posix.dirname(file), name))
/** The innermost room that a file lies in; empty for a file beside all rooms. */
function roomOf(file: string): string {
  const folders = file.split('/').slice(1, -1)
  const around = folders.map((_, index) => folders.slice(0, folders.length - index).join('/'))
  return around.find((folder) => law[folder]) ?? folders[0] ?? ''
}

test.each(sources)('%s imports what it may', (file) => {
  const [side] = file.split('/')
  for (const imported of ours(file)) {
    expect(sources).toContain(imported)
    expect(imported.startsWith('harness/')).toBe(side === 'harness')
    const allowed = law[roomOf(file)]
    if (allowed) expect([...allowed, roomOf(file)]).toContain(roomOf(imported))
    else expect(roomOf(file)).toBe('')
  }
  const lines = fs.readFileSync(path.join(root, file), 'utf8').split('\n').length
  expect(lines).toBeLessThanOrEqual(401)
})

test('a writer starts with no package and nothing of the engine', () => {
  const writers = sources.filter((file) =>
    /^harness\/(writer|guarded|protocol|model|specifications|target)\//.test(file),
  )
  const packages = writers
    .flatMap(importsOf)
    .filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
  expect(packages).toEqual([])
})

test('nothing imports itself in a circle', () => {
  const done = new Set<string>()
  const visit = (file: string, trail: readonly string[]): void => {
    expect(trail).not.toContain(file)
    if (done.has(file)) return
    for (const imported of ours(file)) visit(imported, [...trail, file])
    done.add(file)
  }
  for (const file of sources) visit(file, [])
})
