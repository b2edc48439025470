import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { Exhaustive } from '../../harness/strategies/exhaustive.ts'
import { faultMenu } from '../../harness/faults/index.ts'
import { keyOf } from '../../harness/filesystem/key.ts'
import type { Store } from '../../harness/filesystem/store.ts'
import { anyFault, faultOfOneStep, twoOfOneStep } from '../../scripts/proof/generated/compare.ts'
import { lookingTimerMillis, type GeneratedProgram } from '../../scripts/proof/generated/program.ts'
import { anyPrograms } from '../../scripts/proof/generated/programs.ts'
import { endsOf, type Faults, type Sabotage } from '../../scripts/proof/generated/search.ts'
import { accessWithout } from '../support/simulated-search.ts'
import { withInodes } from '../support/shadowed-state.ts'
import { Unreduced } from '../support/unreduced.ts'

const seed = 2026
const mostSteps = 4
const numRuns = 300

test('programs that read, look, list and compare end under the search as under every single interleaving', () => {
  const executions = { searched: 0, all: 0 }
  fc.assert(
    fc.property(anyPrograms(mostSteps), (programs) => {
      const [search, unreduced] = [new Exhaustive({ boundedPasses: 0 }), new Unreduced()]
      expect(endsOf(programs, search)).toEqual(endsOf(programs, unreduced))
      executions.searched += search.executions
      executions.all += unreduced.executions
    }),
    { numRuns, seed },
  )
  expect(executions.searched).toBeLessThan(executions.all / 2)
})

test.each<[string, { most: number; numRuns: number; faults?: Faults; reduced?: boolean; links?: boolean }]>([
  ['symbolic links', { most: 4, numRuns: 60 }],
  [
    'symbolic links, and a kill, an error or a short write at any step',
    { most: 2, numRuns: 12, faults: anyFault, reduced: false },
  ],
  ['an error or a short write at any step', { most: 3, numRuns: 12, faults: faultOfOneStep, links: false }],
  ['errors or short writes at any two steps', { most: 2, numRuns: 12, faults: twoOfOneStep, links: false }],
])('the same for programs with %s', (_, { most, faults, reduced = true, links = true, ...parameters }) => {
  fc.assert(
    fc.property(anyPrograms(most, links), (programs) => {
      const search = new Exhaustive({ boundedPasses: 0, reduced })
      expect(endsOf(programs, search, {}, faults)).toEqual(endsOf(programs, new Unreduced(), {}, faults))
    }),
    { ...parameters, seed },
  )
})

test('a search that is not told which faults have struck is noticed', () => {
  const programs: readonly GeneratedProgram[] = [[{ ...open, ...s1 }], [{ ...open, path: 'b' }]]
  const search = (sabotage: Sabotage) =>
    endsOf(programs, new Exhaustive({ boundedPasses: 0, reduced: false }), sabotage, anyFault)
  expect(() => search({ forgetsFaults: true })).toThrow(/cannot be complete/)
  expect(search({})).toEqual(endsOf(programs, new Unreduced(), {}, anyFault))
})

test('whether an error that lasts strikes a step may depend on what that step looks up', () => {
  // A name that is there is EEXIST for mkdir, whatever else is wrong.
  const striker: GeneratedProgram = [
    { op: 'mkdir', path: 'd' },
    { ...open, path: 'b' },
    { op: 'mkdir', path: 't1' },
    { op: 'write', text: 'all' },
  ]
  const renamer: GeneratedProgram = [{ op: 'rename', path: 'b', to: 't1' }]
  const readOnly: Faults = { menu: faultMenu(['errno:EROFS']), most: 1 }
  for (const programs of [
    [striker, renamer],
    [renamer, striker],
  ])
    expect(endsOf(programs, new Exhaustive({ boundedPasses: 0 }), {}, readOnly)).toEqual(
      endsOf(programs, new Unreduced(), {}, readOnly),
    )
})

/** Whether the comparison above notices that something is left out. */
function isNoticed(programs: readonly GeneratedProgram[], sabotage: Sabotage): boolean {
  try {
    const found = endsOf(programs, new Exhaustive({ boundedPasses: 0 }), sabotage)
    return found.join('\n\n') !== endsOf(programs, new Unreduced()).join('\n\n')
  } catch {
    return true
  }
}

const some = fc.sample(anyPrograms(mostSteps), { numRuns, seed })
const [open, s1] = [{ op: 'open', flags: 'w' }, { path: 's1.json' }] as const
/** Who of the two makes a file decides its mode. */
const bothOpen: readonly GeneratedProgram[] = [
  [
    { op: 'stat', path: '' },
    { ...open, path: 'b' },
  ],
  [{ ...open, path: 'b' }, { op: 'fstat' }, { op: 'write', text: 'latest' }],
]
/** Whether the first name is made or truncated, nobody sees; what is made there later shows how often it was made. */
const renamedOver: readonly GeneratedProgram[] = [
  [{ ...open, ...s1 }, { op: 'close' }, { op: 'link', ...s1, to: 't1' }],
  [
    { ...open, path: 'b' },
    { op: 'rename', path: 'b', to: 's1.json' },
    { op: 'unlink', ...s1 },
    { ...open, ...s1 },
  ],
]
/** Which of the two comes last decides the times. */
const bothDate: readonly GeneratedProgram[] = [
  [
    { op: 'open', flags: 'r', ...s1 },
    { op: 'utimes', value: 5, ...s1 },
    { op: 'stat', ...s1 },
  ],
  [{ ...open, ...s1 }, { op: 'write' }],
]
/** Under a temporary name, who is first to mention it shall not tell. */
const bothMention: readonly GeneratedProgram[] = [
  [
    { op: 'utimes', value: 5, ...s1 },
    { op: 'unlink', path: 't1' },
  ],
  [
    { op: 'open', flags: 'r', path: 'd' },
    { ...open, path: 't1' },
  ],
]

/** What one sees depends on when the other changes it. */
const changedAndLookedAt = (op: 'chmod' | 'utimes'): readonly GeneratedProgram[] => [
  [{ op, ...s1, value: 7 }],
  [
    { ...open, ...s1 },
    { op: 'stat', ...s1 },
    { op: 'write', text: 'latest' },
  ],
]

/** What time it is when one looks, the other's timer decides. */
const tellsTheTime: readonly GeneratedProgram[] = [
  [
    { ...open, ...s1 },
    { op: 'timer', value: lookingTimerMillis },
    { op: 'write', text: 'latest' },
  ],
  [
    { op: 'timer', value: 10 },
    { op: 'timer', value: lookingTimerMillis },
  ],
]

/** What one has read and looked at, the other writes. */
const readAndWrite: readonly GeneratedProgram[] = [
  [{ ...open, ...s1 }, { op: 'read' }, { op: 'stat', path: '' }],
  [
    { op: 'open', flags: 'wx', ...s1 },
    { op: 'write', text: 'own' },
  ],
]

/** What lies at the folder of the new name is a file: nobody looks for the old name then. */
const renamedBelowAFile: readonly GeneratedProgram[] = [
  [{ op: 'mkdir', ...s1 }],
  [
    { op: 'open', path: 'd', flags: 'wx' },
    { op: 'rename', ...s1, to: 'd/a' },
    { op: 'write', text: 'all' },
  ],
]

test.each([bothOpen, renamedOver, bothDate, bothMention, renamedBelowAFile])(
  'what once went wrong: %j beside %j',
  (...programs) => {
    expect(isNoticed(programs, {})).toBe(false)
  },
)

test.each<[string, Sabotage, readonly (readonly GeneratedProgram[])[]]>([
  ["a file's data", { accessOf: accessWithout('data') }, [readAndWrite]],
  ['modes, owners and times', { accessOf: accessWithout('attributes|times') }, [changedAndLookedAt('chmod')]],
  ['times', { accessOf: accessWithout('times') }, [changedAndLookedAt('utimes')]],
  ['what is given one name', { accessOf: accessWithout('entry') }, some],
  ["a directory's list", { accessOf: accessWithout('list') }, some],
  [
    'how a file was made',
    {
      // As if it did not matter who of the two made it.
      outcomeOf: ({ made, ...rest }) => ({ ...rest, ...(made && { made: made.replace(/^\d+/, '384') }) }),
    },
    [bothOpen],
  ],
  ['how many were made under a name', { filesOf: withoutCounts }, [renamedOver]],
  ['who has looked at the clock', { deniesLooks: true }, [tellsTheTime]],
])('a search that is not told of %s is noticed', (_, sabotage, all) => {
  expect(all.some((programs) => isNoticed(programs, sabotage))).toBe(true)
})

function withoutCounts(store: Store): string {
  return keyOf(withInodes(store, (inode) => (inode.kind === 'directory' ? { ...inode, made: null } : inode)))
}
