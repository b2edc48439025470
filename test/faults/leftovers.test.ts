import { expect, test } from 'vitest'
import { startCli } from '../support/cli.ts'
import { Surroundings } from '../support/leftovers.ts'
import { correct } from '../support/targets.ts'

test('hundreds of executions with faults leave no process and no directory', async () => {
  const surroundings = new Surroundings()
  const args = [
    '--faults=kill,errno,short-write',
    '--executions=150',
    '--seed=2',
    '--max-time=3m',
    '--reporter=json',
  ]
  try {
    const { stdout, exitCode } = await startCli(
      ['explore', correct('atomic-write'), ...args, `--dir=${surroundings.dir}`],
      { env: surroundings.env },
    )
    const result = JSON.parse(String(stdout))
    expect({ exitCode, problems: result.problems, escapes: result.escapes }).toEqual({
      exitCode: 0,
      problems: [],
      escapes: [],
    })
    expect(result.executions).toBe(150)
    for (const kind of ['kill', 'errno', 'short-write']) expect(result.faults[kind]).toBeGreaterThan(10)
    expect(result.oracles).toMatchObject({
      'no-silent-loss': 'holds',
      'acknowledged-survives': 'holds',
      'no-litter': 'holds',
    })
    expect(surroundings.leftovers()).toEqual([])
  } finally {
    surroundings.remove()
  }
})
