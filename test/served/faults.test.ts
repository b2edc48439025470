import { expect, test } from 'vitest'
import { whyNotServed } from '../../harness/processes/serving/serving.ts'
import { exploreHere } from '../support/explore-here.ts'
import { scratchDirectory } from '../support/scratch-directory.ts'
import { serve } from '../support/serve.ts'
import { isThere, python, targetOf } from '../support/served.ts'

const scratch = scratchDirectory('served-faults')
const small = { writers: 2, calls: 1, sessions: 1, seed: 1, maxTime: '10m', outputDir: scratch } as const
const why = whyNotServed()
const canServe = why === null && isThere('python')

test.runIf(!canServe)(`nothing is served here: ${why ?? 'there is no python3'}`, () => {
  expect(canServe).toBe(false)
})

test.runIf(canServe).each(['kill', 'errno', 'short-write', 'power-loss'])(
  'what is written aside, synchronised and renamed withstands %s',
  async (faults) => {
    const target = targetOf('python', 'synced', scratch)
    const result = await exploreHere(target, { ...small, faults, executions: 25 })
    expect(result).toMatchObject({ verdict: 'holds', control: 'served', problems: [], escapes: [] })
    expect(result.faults?.[faults as 'kill']).toBeGreaterThan(0)
  },
)

test.runIf(canServe)('an error that strikes a name which the kernel knows reaches the program', async () => {
  const text = 'import os, sys\nopen(sys.argv[1], "w").close()\nos.rename(sys.argv[1], sys.argv[1] + ".new")'
  const served = await serve(
    scratch,
    (dir) => [[python, '-S', '-E', '-c', text, `${dir}/a`]],
    ({ op }) => (op === 'rename' ? { kind: 'errno', code: 'EPERM' } : undefined),
  )
  expect(served.steps.map(({ op }) => op)).toEqual(['open', 'fstat', 'rename'])
  expect(served.calls).toMatchObject([
    { outcome: 'rejected', error: expect.stringContaining('PermissionError') },
  ])
  expect(served.entries).toEqual(['a'])
})

test.runIf(canServe)('a kill between the two halves of a write leaves the first', async () => {
  const target = targetOf('python', 'in-place', scratch)
  const options = {
    ...small,
    writers: 1,
    faults: 'kill',
    oracle: 'acknowledged-survives',
  } as const
  const result = await exploreHere(target, { ...options, calls: 2, strategy: 'exhaustive' }, { once: true })
  expect(result).toMatchObject({ verdict: 'violated', problems: [] })
  expect(result.violations[0]).toMatchObject({ oracle: 'acknowledged-survives' })
})

test.runIf(canServe)('what was renamed without being synchronised is lost with the power', async () => {
  const target = targetOf('python', 'own-name', scratch)
  const options = {
    ...small,
    writers: 1,
    faults: 'power-loss:posix',
    oracle: 'acknowledged-survives',
  } as const
  const result = await exploreHere(target, { ...options, calls: 2 }, { once: true })
  expect(result).toMatchObject({ verdict: 'violated', problems: [] })
})

test.runIf(canServe)(
  'what a killed program has left is removed at the next start, under control as well',
  async () => {
    const recover = `recover: async (dir) => {
    const fs = await import('node:fs/promises')
    for (const name of await fs.readdir(dir)) if (/\\.json\\../.test(name)) await fs.unlink(dir + '/' + name)
  }`
    const target = targetOf('python', 'synced', scratch, `input: 'stdin', ${recover}`)
    const options = { ...small, writers: 1, calls: 2, faults: 'kill', oracle: 'no-litter,starts-again' }
    const result = await exploreHere(target, { ...options, executions: 12 })
    expect(result).toMatchObject({
      verdict: 'holds',
      oracles: { 'no-litter': 'holds', 'starts-again': 'holds' },
    })
    const failing = targetOf(
      'python',
      'synced',
      scratch,
      "input: 'stdin', recover() { throw new Error('no') }",
    )
    expect(await exploreHere(failing, { ...options, executions: 25 }, { once: true })).toMatchObject({
      verdict: 'violated',
    })
  },
)
