import * as fc from 'fast-check'
import { ownId } from './posix-directory.ts'
import type { GeneratedProgram, Instruction } from './program.ts'

/** A session's file, two others, one of them temporary by its name, a directory and what may lie in it. */
const paths = ['s1.json', 's1.json', 'b', 't1', 'd', 'd/a']
const files = ['s1.json', 's1.json', 'b', 't1', 'd/a']
/** What may be a symbolic link, and what may lie behind it. */
const behindLinks = ['l', 'l/a']
const folder = fc.constantFrom('', '', 'd')

/** Nobody but the superuser gives a file away. */
const owners = ownId === 0 ? [0, 7] : [ownId]

type Weighted = readonly [weight: number, fc.Arbitrary<Instruction>]

const instructionsOn = (path: fc.Arbitrary<string>, file: fc.Arbitrary<string>): readonly Weighted[] => [
  [
    6,
    fc.record({
      op: fc.constant('open'),
      path: file,
      flags: fc.constantFrom('r', 'w', 'w', 'wx', 'a', 'r+'),
    }),
  ],
  [1, fc.record({ op: fc.constant('open'), path: fc.constant('d'), flags: fc.constant('r') })],
  [5, fc.record({ op: fc.constant('write'), text: fc.constantFrom('own', 'latest', 'all') })],
  [2, fc.record({ op: fc.constantFrom('read', 'fstat', 'close') })],
  [1, fc.record({ op: fc.constant('truncate'), value: fc.constantFrom(0, 2) })],
  [4, fc.record({ op: fc.constant('stat'), path: fc.oneof(path, folder) })],
  [1, fc.record({ op: fc.constant('access'), path })],
  [3, fc.record({ op: fc.constant('readdir'), path: folder })],
  [3, fc.record({ op: fc.constant('rename'), path, to: path })],
  [2, fc.record({ op: fc.constant('link'), path: file, to: file })],
  [3, fc.record({ op: fc.constant('unlink'), path: file })],
  [2, fc.record({ op: fc.constantFrom('mkdir', 'rmdir'), path: fc.constantFrom('d', 'd', 't1') })],
  [1, fc.record({ op: fc.constant('chmod'), path, value: fc.constantFrom(0o600, 0o640) })],
  [1, fc.record({ op: fc.constant('chown'), path, value: fc.constantFrom(...owners) })],
  [1, fc.record({ op: fc.constant('lstat'), path })],
  [1, fc.record({ op: fc.constant('utimes'), path, value: fc.constantFrom(5, 7) })],
  [1, fc.record({ op: fc.constant('timer'), value: fc.constantFrom(10, 20) })],
]

const when = fc.constantFrom<Instruction['when'][]>(
  undefined,
  undefined,
  undefined,
  'even',
  'odd',
  'alike',
  'different',
)

const plain = instructionsOn(fc.constantFrom(...paths), fc.constantFrom(...files))
const withLinks: readonly Weighted[] = [
  ...instructionsOn(
    fc.constantFrom(...paths, ...paths, ...behindLinks),
    fc.constantFrom(...files, ...files, ...behindLinks),
  ),
  [
    4,
    fc.record({
      op: fc.constant('symlink'),
      path: fc.constantFrom('s1.json', 'b', 'd'),
      to: fc.constantFrom('l', 'l', 'l', 's1.json'),
    }),
  ],
]

const instructionOf = (all: readonly Weighted[]) =>
  fc
    .tuple(fc.oneof(...all.map(([weight, arbitrary]) => ({ weight, arbitrary }))), when)
    .map(([one, condition]): Instruction => (condition ? Object.assign({}, one, { when: condition }) : one))

/**
 * What two writers do, so many steps each at most.
 *
 * @param hasLinks with symbolic links: each step then has to do with every other
 */
export function anyPrograms(mostSteps: number, hasLinks = false): fc.Arbitrary<readonly GeneratedProgram[]> {
  const instruction = instructionOf(hasLinks ? withLinks : plain)
  const program = fc.array(instruction, { minLength: 2, maxLength: mostSteps, size: 'max' })
  return fc.tuple(program, program)
}
