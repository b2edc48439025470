import { expect, test } from 'vitest'
import { columns } from '../../harness/report/columns.ts'
import { picture } from '../../harness/report/html/picture.ts'
import { plain } from '../../harness/report/paint.ts'
import { counterexample, crash } from '../support/counterexample.ts'

test('one row a step, one column a writer, and below a step what it left', () => {
  expect(columns(counterexample, plain)).toMatchInlineSnapshot(`
    "      w1                     w2
       1  #1 open s1.json
          └ s1.json: an empty file
       2                         #1 openSync tmp#1
       3  #1 write s1.json 50 B
          └ s1.json: 50 bytes that cannot be read (Unterminated string); its bytes are of w1#1
       4                         #1 write tmp#1 ⚡ENOSPC
       5                         #1 rename tmp#1 → s1.json
          └ s1.json: the complete output of w2 save#1 (100 bytes)
       6  #1 write s1.json 50 B
       7  #1 close s1.json
    "
  `)
})

function wideTable(writers: number): string[] {
  const long = 'a-rather-long-directory-name/'.repeat(5)
  const { workload, steps, files } = counterexample
  const [calls = []] = workload.writers
  const wide = {
    ...counterexample,
    workload: { ...workload, writers: Array.from({ length: writers }, () => calls) },
    files: { s1: `${long}${files['s1']}` },
    steps: steps.map((step, index) =>
      Object.assign({}, step, {
        path: `${long}s1.json`,
        writer: 1 + (index % writers),
        source: index % 3 === 0 ? `${long}other.ts:1234:1` : 'my.target.ts:8:39',
        lost: [`${long}tmp#1 is not on disk`],
      }),
    ),
  }
  return columns(wide, plain).trimEnd().split('\n')
}

test.each([1, 2, 3, 4, 5, 6, 20])('a table of %i writers is no wider than 100', (writers) => {
  const [calls = []] = crash.workload.writers
  const workload = { ...crash.workload, writers: Array.from({ length: writers }, () => calls) }
  const steps = crash.steps.map((step) => (step.writer === 1 ? step : { ...step, writer: writers + 1 }))
  const crashed = columns({ ...crash, workload, steps }, plain).split('\n')
  for (const line of [...wideTable(writers), ...crashed]) expect(line.length).toBeLessThanOrEqual(100)
})

test('more writers than there is room for are named in each row', () => {
  expect(wideTable(5)[0]?.trim().split(/ +/)).toEqual(['w1', 'w2', 'w3', 'w4', 'w5'])
  expect(wideTable(6)[0]).toMatch(/^ {3}1 {2}w1 #1 open a-rather-long-/)
})

test('the line that asked for a step stands at its right, and below the table whose line it is', () => {
  const steps = counterexample.steps.map((step, index) =>
    Object.assign({}, step, { source: index === 0 ? 'lib/save.ts:3:1' : 'my.target.ts:8:39' }),
  )
  const table = columns({ ...counterexample, steps }, plain)
  expect(table).toMatch(/ 1 {2}#1 open s1\.json {2,}save\.ts:3\n/)
  expect(table).toMatch(/ 7 {2}#1 close s1\.json {2,}:8\n/)
  expect(table.trimEnd().split('\n').at(-1)).toBe('      :N is a line of my.target.ts')
})

test('a torn file is told by whose bytes it holds, where that is known', () => {
  const runs = [{ bytes: 40, writer: 1, call: 1 }, { bytes: 4 }, { bytes: 6, writer: 2, call: 1 }]
  const held = { s1: { kind: 'unreadable' as const, bytes: 50, reason: 'torn', mixes: 'w1#1', runs } }
  const steps = counterexample.steps.map((step) => (step.held ? { ...step, held } : step))
  expect(columns({ ...counterexample, steps }, plain)).toContain(
    '└ s1.json: 50 bytes that cannot be read: 40 of w1#1, 4 of no call, 6 of w2#1',
  )
})

test('what is no file is told as what it is', () => {
  const reason = 'a directory, and no file (EISDIR)'
  const held = { s1: { kind: 'inaccessible' as const, reason } }
  const steps = counterexample.steps.map((step) => (step.held ? { ...step, held } : step))
  expect(columns({ ...counterexample, steps }, plain)).toContain(`└ s1.json: ${reason}`)
  expect(picture({ ...counterexample, steps }, 'c1')).toContain(reason)
})

test('what started after a crash begins there, and what struck is read in whole', () => {
  expect(columns(crash, plain)).toMatchInlineSnapshot(`
    "      w1                                             w2  w3  w4
       1  #1 open s1.json
          └ s1.json: an empty file
       2  #1 write s1.json 100 B
          └ s1.json: the complete output of w1 save#1 (100 bytes)
       3  #1 close a-long-name.json ⚡power lost (posix)
          ⚡ the name s1.json is on disk, the data is not: bytes 50 to 99 are zeros
          └ s1.json: 100 bytes that cannot be read: 50 of w1#1, 50 of no call
                                                                     w5 (started again)
       4                                                             #1 open s1.json
          └ s1.json: an empty file
       5                                                             #1 write s1.json 110 B
          └ s1.json: the complete output of w5 save#1 (110 bytes)
    "
  `)
})

test('names are cut only where a line may not be longer', () => {
  const from = 'settings.json.a-long-temporary-name.tmp'
  const steps = counterexample.steps.map((step) => (step.op === 'rename' ? { ...step, path: from } : step))
  const cut = columns(
    { ...counterexample, steps: [...steps, ...steps.map((step) => ({ ...step, writer: 1 }))] },
    plain,
    60,
  )
  expect(cut).toContain('…')
  expect(columns({ ...counterexample, steps }, plain, 240)).toContain(`rename ${from} → s1.json`)
})

test('the badge stands beside the session that is broken', () => {
  const files = { s1: 's1.json', s2: 's2.json' }
  const other = { kind: 'complete', bytes: 100, writer: 1, call: 1 } as const
  const steps = counterexample.steps.map((step) =>
    step.held ? { ...step, held: { ...step.held, s2: other } } : step,
  )
  const page = picture({ ...counterexample, files, steps }, 'v')
  expect(page.match(/class="mark"/g)).toHaveLength(1)
  const [row = ''] = /<tr class="violated".*?<\/tr>/.exec(page) ?? []
  expect(row.indexOf('class="mark"')).toBeGreaterThan(0)
  expect(row.split('class="file').findIndex((cell) => cell.includes('class="mark"'))).toBe(1)
  // Two columns of files leave most of the room to the steps.
  expect(page).toContain('--file:20%')
})
